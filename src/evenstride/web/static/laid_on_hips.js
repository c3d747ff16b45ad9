// A runner's points moved so that the middle of the hips stands still and the near leg has one length: two runners,
// filmed from however far, can then be laid on each other. Who runs to the other side is mirrored.

const SIZE = [400, 500];
const HIP_AT = [200, 235];
const LEG_LENGTH = 190;

export function laidOnHips(data, { isMirrored }) {
  const at = (name) => data.keypoints.indexOf(name);
  const hips = [at("left_hip"), at("right_hip")];
  const scale = LEG_LENGTH / (legLength(data, at) || LEG_LENGTH);
  const points = new Float32Array(data.points.length);
  for (let frame = 0; frame < data.time_s.length; frame += 1) {
    const hip = middleOf(hips.map((keypoint) => pointOf(data, frame, keypoint)));
    for (let keypoint = 0; keypoint < data.keypoints.length; keypoint += 1) {
      const place = 2 * (frame * data.keypoints.length + keypoint);
      const x = scale * (data.points[place] - hip[0]);
      points[place] = HIP_AT[0] + (isMirrored ? -x : x);
      points[place + 1] = HIP_AT[1] + scale * (data.points[place + 1] - hip[1]);
    }
  }
  return { ...data, size: SIZE, points };
}

// Whole strides of a foot that the clip shows, with the number of the step that begins each.
export function stridesOf(data, side) {
  const lastS = data.time_s[data.time_s.length - 1];
  return data.steps
    .filter((step) => step.side === side && step.next_same_contact_s !== null)
    .filter((step) => step.contact_s >= data.time_s[0] && step.next_same_contact_s <= lastS)
    .map((step) => ({ number: step.number, fromS: step.contact_s, toS: step.next_same_contact_s }));
}

function legLength(data, at) {
  const { side } = data.legs[0];
  const [hip, knee, ankle] = ["hip", "knee", "ankle"].map((name) => at(`${side}_${name}`));
  const lengths = [];
  for (let frame = 0; frame < data.time_s.length; frame += 1) {
    const [a, b, c] = [hip, knee, ankle].map((keypoint) => pointOf(data, frame, keypoint));
    const length = Math.hypot(a[0] - b[0], a[1] - b[1]) + Math.hypot(b[0] - c[0], b[1] - c[1]);
    if (Number.isFinite(length)) lengths.push(length);
  }
  lengths.sort((one, other) => one - other);
  return lengths[Math.floor(lengths.length / 2)];
}

function pointOf(data, frame, keypoint) {
  const place = 2 * (frame * data.keypoints.length + keypoint);
  return keypoint < 0 ? [NaN, NaN] : [data.points[place], data.points[place + 1]];
}

function middleOf(points) {
  const known = points.filter(([x]) => Number.isFinite(x));
  if (!known.length) return [NaN, NaN];
  return [0, 1].map((axis) => known.reduce((sum, point) => sum + point[axis], 0) / known.length);
}
