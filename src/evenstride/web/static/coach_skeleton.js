// The skeleton over the camera's picture. Both are mirrored by the style sheet.
const both = (...bones) => ["left", "right"].flatMap((side) => bones.map(([a, b]) => [`${side}_${a}`, `${side}_${b}`]));
const BONES = [
  ["left_shoulder", "right_shoulder"],
  ["left_hip", "right_hip"],
  ...both(["shoulder", "hip"], ["shoulder", "elbow"], ["elbow", "wrist"]),
  ...both(["hip", "knee"], ["knee", "ankle"], ["ankle", "heel"], ["heel", "toe"]),
];
const LEAST_SEEN = 0.3;

export function drawSkeleton(canvas, { size_px: size, points }) {
  const [width, height] = size;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, width, height);
  if (!points) return;
  pen.lineCap = "round";
  for (const [color, line] of [["rgba(6, 14, 16, 0.65)", 9], ["#35e3c6", 5]]) {
    pen.strokeStyle = color;
    pen.lineWidth = (line * Math.max(width, height)) / 640;
    pen.beginPath();
    for (const [from, to] of BONES) {
      const [a, b] = [points[from], points[to]];
      if (!a || !b || Math.min(a[2], b[2]) < LEAST_SEEN) continue;
      pen.moveTo(a[0], a[1]);
      pen.lineTo(b[0], b[1]);
    }
    pen.stroke();
  }
}

export function clearSkeleton(canvas) {
  canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
}
