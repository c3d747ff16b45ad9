// Squares of a picture that hold one person, as in the `pose` room of the server: hips in the middle, head or feet
// towards the border. Image frame: x right, y down, pixels, corners of pixels at whole numbers. Seconds.

/** The square through the middle of the hips and a point above it on the circle around the body; null where both coincide. */
export function regionOfAlignment([hipX, hipY], [scaleX, scaleY]) {
  const [across, down] = [scaleX - hipX, scaleY - hipY];
  const size = 2.5 * Math.hypot(across, down);
  return size > 0 ? { x: hipX, y: hipY, size, turn: Math.atan2(across, -down) } : null;
}

/** From a place in the square, in fractions of its size, to the picture. */
export function fromSquare({ x, y, size, turn }, u, v) {
  const [cos, sin] = [Math.cos(turn) * size, Math.sin(turn) * size];
  return [x + cos * (u - 0.5) - sin * (v - 0.5), y + sin * (u - 0.5) + cos * (v - 0.5)];
}

/** Distance between two squares as a share of the second's size. */
export function jump(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y) / other.size;
}

/** Cuts squares out of pictures: black where a square leaves the picture, every pixel counted where it is shrunk. */
export class Cutter {
  #pen;
  #side;

  constructor(sidePx) {
    this.#side = sidePx;
    this.#pen = new OffscreenCanvas(sidePx, sidePx).getContext("2d", { alpha: false, willReadFrequently: true });
  }

  /** RGBA of the square, turned upright. */
  cut(picture, { x, y, size, turn }) {
    const [pen, side] = [this.#pen, this.#side];
    const [cos, sin] = [(Math.cos(turn) * side) / size, (Math.sin(turn) * side) / size];
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = "#000";
    pen.fillRect(0, 0, side, side);
    pen.imageSmoothingQuality = "medium"; // shrinks by halves before it samples
    pen.setTransform(cos, -sin, sin, cos, side / 2 - cos * x - sin * y, side / 2 + sin * x - cos * y);
    pen.drawImage(picture, 0, 0);
    return pen.getImageData(0, 0, side, side).data;
  }
}

/** Time constants, seconds: the place is predicted, size and lean are damped. The server's `RegionFilter`. */
const POSITION_S = 0.1;
const VELOCITY_S = 0.15;
const SIZE_S = 0.4;
const TURN_S = 0.25;

export class RegionFilter {
  #time;
  #place;
  #velocity = [0, 0];
  #logSize;
  #turn;

  constructor(time, region) {
    [this.#time, this.#place, this.#logSize, this.#turn] = [time, [region.x, region.y], Math.log(region.size), region.turn];
  }

  /** Pixels a second. */
  get speed() {
    return Math.hypot(...this.#velocity);
  }

  predict(time) {
    const [x, y] = this.#expected(time);
    return { x, y, size: Math.exp(this.#logSize), turn: this.#turn };
  }

  update(time, region) {
    const interval = time - this.#time;
    if (interval <= 0) return;
    const gain = (constant) => 1 - Math.exp(-interval / constant);
    const expected = this.#expected(time);
    const surprise = [region.x - expected[0], region.y - expected[1]];
    const [position, velocity] = [gain(POSITION_S), gain(VELOCITY_S)];
    this.#place = expected.map((value, axis) => value + position * surprise[axis]);
    this.#velocity = this.#velocity.map((value, axis) => value + (position * velocity * surprise[axis]) / interval);
    this.#logSize += gain(SIZE_S) * (Math.log(region.size) - this.#logSize);
    this.#turn = rounded(this.#turn + gain(TURN_S) * rounded(region.turn - this.#turn));
    this.#time = time;
  }

  #expected(time) {
    return this.#place.map((value, axis) => value + this.#velocity[axis] * (time - this.#time));
  }
}

/** The same angle between -pi and pi. */
function rounded(radians) {
  return radians - 2 * Math.PI * Math.round(radians / (2 * Math.PI));
}
