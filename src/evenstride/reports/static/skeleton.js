// The runner's points drawn over the picture: near leg solid, far leg light and dashed.

import { isSure } from "./page_data.js";

const COLOURS = { accent: "#35e3c6", pale: "rgba(255, 255, 255, 0.92)" };
const SHADE = "rgba(6, 14, 16, 0.6)";

const LEG = [["hip", "knee"], ["knee", "ankle"], ["ankle", "heel"], ["heel", "toe"], ["ankle", "toe"]];
const ARM = [["shoulder", "elbow"], ["elbow", "wrist"]];

// Two runners on one stage are told apart by their colours.
export function skeletonPainter(canvas, data, colours = COLOURS) {
  const pen = canvas.getContext("2d");
  const parts = bodyParts(data, colours);
  const shown = { skeleton: true, angles: true };
  const view = { scale: 1, lineWidth: 3 };

  function fit() {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = Math.max(1, Math.round(canvas.clientWidth * ratio));
    canvas.height = Math.max(1, Math.round(canvas.clientHeight * ratio));
    view.scale = canvas.width / data.size[0];
    view.lineWidth = Math.max(2, canvas.width / 320);
  }

  function paint(frame) {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (!shown.skeleton) return;
    for (const part of parts) paintPart(pen, data, frame, part, view);
    if (shown.angles) paintKneeAngle(pen, data, frame, view);
  }

  return { fit, paint, shown };
}

export function bodyParts(data, { accent, pale } = COLOURS) {
  const at = (name) => data.keypoints.indexOf(name);
  const limb = (side, pairs) => pairs.map(([a, b]) => [at(`${side}_${a}`), at(`${side}_${b}`)]).filter(isKnown);
  const [near, far] = data.legs.map((leg) => leg.side);
  const trunk = [near, far].map((side) => [at(`${side}_shoulder`), at(`${side}_hip`)]).filter(isKnown);
  const head = [[at(`${near}_shoulder`), at(`${near}_ear`)]].filter(isKnown);
  if (data.is_frontal) {
    trunk.push(...["shoulder", "hip"].map((point) => [at(`${near}_${point}`), at(`${far}_${point}`)]).filter(isKnown));
    head.push(...[[at(`${far}_shoulder`), at(`${far}_ear`)]].filter(isKnown));
  }
  return [
    { bones: limb(far, ARM), color: pale, dash: [0.1, 2.2], width: 0.7 },
    { bones: limb(far, LEG), color: pale, dash: [2.4, 2], width: 0.85 },
    { bones: [...trunk, ...head], color: pale, dash: [], width: 0.6 },
    { bones: limb(near, ARM), color: accent, dash: [], width: 0.6 },
    { bones: limb(near, LEG), color: accent, dash: [], width: 1.15, joints: true },
  ];
}

function isKnown([from, to]) {
  return from >= 0 && to >= 0;
}

function paintPart(pen, data, frame, part, view) {
  pen.beginPath();
  let isSure = true;
  for (const [from, to] of part.bones) {
    const a = pointAt(data, frame, from, view.scale);
    const b = pointAt(data, frame, to, view.scale);
    if (!a || !b) continue;
    isSure = isSure && a.sure && b.sure;
    pen.moveTo(a.x, a.y);
    pen.lineTo(b.x, b.y);
  }
  const width = part.width * view.lineWidth;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.globalAlpha = isSure ? 1 : 0.45;
  stroke(pen, SHADE, width + 0.55 * view.lineWidth, []);
  stroke(pen, part.color, width, part.dash.map((length) => length * view.lineWidth));
  if (part.joints) paintJoints(pen, data, frame, part, view);
  pen.globalAlpha = 1;
}

function stroke(pen, color, width, dash) {
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.stroke();
}

function paintJoints(pen, data, frame, part, view) {
  pen.beginPath();
  for (const index of new Set(part.bones.flat())) {
    const joint = pointAt(data, frame, index, view.scale);
    if (!joint) continue;
    pen.moveTo(joint.x + view.lineWidth, joint.y);
    pen.arc(joint.x, joint.y, view.lineWidth, 0, 2 * Math.PI);
  }
  pen.fillStyle = "#ffffff";
  pen.fill();
  stroke(pen, SHADE, 0.4 * view.lineWidth, []);
}

function paintKneeAngle(pen, data, frame, view) {
  const curve = data.knee_curve;
  if (curve === null || !Number.isFinite(data.curves[curve][frame])) return;
  const knee = pointAt(data, frame, data.keypoints.indexOf(`${data.legs[0].side}_knee`), view.scale);
  if (!knee) return;
  const text = `${Math.round(data.curves[curve][frame])}°`;
  pen.font = `600 ${Math.round(5.4 * view.lineWidth)}px sans-serif`;
  pen.textBaseline = "middle";
  pen.setLineDash([]);
  pen.lineWidth = 1.4 * view.lineWidth;
  pen.strokeStyle = SHADE;
  pen.fillStyle = "#ffffff";
  pen.strokeText(text, knee.x + 4 * view.lineWidth, knee.y);
  pen.fillText(text, knee.x + 4 * view.lineWidth, knee.y);
}

function pointAt(data, frame, keypoint, scale) {
  const place = frame * data.keypoints.length + keypoint;
  const x = data.points[2 * place];
  if (keypoint < 0 || !Number.isFinite(x)) return null;
  return { x: x * scale, y: data.points[2 * place + 1] * scale, sure: isSure(data, place) };
}
