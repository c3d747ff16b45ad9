// Finds people in a picture, in the whole of it or in square parts; the server's `PersonDetector`.
import { sigmoid } from "./coach_pose_models.js";
import { Cutter, fromSquare, jump, regionOfAlignment } from "./coach_pose_region.js";

/** Pixels between anchors, layer by layer; each layer puts two on each of its cells. */
const STRIDES = [8, 16, 32, 32, 32];
const VALUES_A_BOX = 12;
const LEAST_SCORE = 0.5;
const SAME_PERSON_OVERLAP = 0.3;

export class PersonDetector {
  #model;
  #cutter;
  #anchors;

  constructor(model) {
    this.#model = model;
    this.#cutter = new Cutter(model.sidePx);
    this.#anchors = anchorsOf(model.sidePx);
  }

  /** Regions of people in the squares, the surest first, each person once. */
  async find(picture, squares) {
    const found = [];
    for (const square of squares) {
      const outputs = await this.#model.run(this.#cutter.cut(picture, square), 2 / 255, -1);
      for (const { score, values } of this.#people(outputs)) {
        const region = regionOfAlignment(fromSquare(square, values[4], values[5]), fromSquare(square, values[6], values[7]));
        if (region) found.push({ score, region });
      }
    }
    const kept = [];
    for (const { region } of found.sort((a, b) => b.score - a.score)) {
      if (!kept.some((other) => isSamePlace(region, other))) kept.push(region);
    }
    return kept;
  }

  /** One blended box for each cluster of overlapping ones, in fractions of the square. */
  #people({ Identity: raw, Identity_1: scores }) {
    let left = [];
    for (let row = 0; row < scores.length; row += 1) {
      const score = sigmoid(scores[row]);
      if (score >= LEAST_SCORE) left.push({ score, values: this.#box(raw, row) });
    }
    left.sort((a, b) => b.score - a.score);
    const people = [];
    while (left.length) {
      const [best] = left;
      const cluster = left.filter((each) => each === best || overlap(best.values, each.values) > SAME_PERSON_OVERLAP);
      const weight = cluster.reduce((sum, { score }) => sum + score, 0);
      const values = best.values.map((_, at) => cluster.reduce((sum, each) => sum + each.score * each.values[at], 0) / weight);
      people.push({ score: best.score, values });
      left = left.filter((each) => !cluster.includes(each));
    }
    return people;
  }

  /** Middle and size, then middle of the hips, circle of the body, middle of the shoulders, circle of the upper body. */
  #box(raw, row) {
    return Array.from({ length: VALUES_A_BOX }, (_, at) => {
      const isSize = at === 2 || at === 3;
      return raw[VALUES_A_BOX * row + at] / this.#model.sidePx + (isSize ? 0 : this.#anchors[row][at % 2]);
    });
  }
}

/** Middles of the anchors in fractions of the picture, in the order of the outputs: layers of one stride cell by cell. */
function anchorsOf(sidePx) {
  const anchors = [];
  for (const stride of [...new Set(STRIDES)].sort((a, b) => a - b)) {
    const cells = Math.ceil(sidePx / stride);
    const perCell = 2 * STRIDES.filter((each) => each === stride).length;
    for (let cell = 0; cell < cells * cells; cell += 1) {
      const anchor = [((cell % cells) + 0.5) / cells, (Math.floor(cell / cells) + 0.5) / cells];
      for (let each = 0; each < perCell; each += 1) anchors.push(anchor);
    }
  }
  return anchors;
}

function overlap(one, other) {
  const side = (axis) => {
    const low = Math.max(one[axis] - one[axis + 2] / 2, other[axis] - other[axis + 2] / 2);
    return Math.max(0, Math.min(one[axis] + one[axis + 2] / 2, other[axis] + other[axis + 2] / 2) - low);
  };
  const shared = side(0) * side(1);
  return shared / (one[2] * one[3] + other[2] * other[3] - shared + 1e-12);
}

function isSamePlace(one, other) {
  const larger = one.size >= other.size ? one : other;
  return jump(larger === one ? other : one, larger) < 0.2 && Math.min(one.size, other.size) > 0.5 * larger.size;
}
