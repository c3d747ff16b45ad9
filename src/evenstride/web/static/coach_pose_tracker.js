// Follows the person before the camera, picture by picture, and looks for them anew after a loss; the server's
// `LiveTracker` in the browser, with the same numbers.
import { LEAST_PRESENCE } from "./coach_pose_models.js";
import { RegionFilter, jump } from "./coach_pose_region.js";

const SEARCH_EVERY_S = 0.2;
const FORGOTTEN_AFTER_S = 1;
const MOST_CANDIDATES = 2;
/** Of the region's size from one picture to the next, and either way in size. */
const MOST_JUMP = 0.25;
const MOST_SIZE_CHANGE = 1.5;
/** Sizes a second while nobody was looking. */
const MOST_SPEED = 3;
const LEAST_SPEED = 0.5;
const SPEED_SHARE = 1.5;

export class PoseTracker {
  #landmarker;
  #detector;
  #filter = null;
  #last = null;
  #searchedS = -Infinity;

  constructor(landmarker, detector) {
    [this.#landmarker, this.#detector] = [landmarker, detector];
  }

  /** Another model goes on from where the last one was. */
  set landmarker(landmarker) {
    this.#landmarker = landmarker;
  }

  /** Points of the person in the next picture, null where nobody is found. */
  async look(picture, timeS) {
    const found = (await this.#follow(picture, timeS)) ?? (await this.#search(picture, timeS));
    if (!found && this.#last && timeS - this.#last.timeS > FORGOTTEN_AFTER_S) this.#last = null;
    return found?.points ?? null;
  }

  async #follow(picture, timeS) {
    if (!this.#filter) return null;
    const expected = this.#filter.predict(timeS);
    const seen = await this.#landmarker.look(picture, expected);
    if (!isFollowed(picture, seen, expected)) {
      this.#filter = null;
      return null;
    }
    this.#filter.update(timeS, seen.region);
    const region = this.#filter.predict(timeS);
    this.#last = { timeS, region, speed: this.#filter.speed / region.size };
    return seen;
  }

  async #search(picture, timeS) {
    const isJustLost = this.#last !== null && timeS - this.#last.timeS <= SEARCH_EVERY_S;
    if (!isJustLost && timeS - this.#searchedS < SEARCH_EVERY_S) return null;
    this.#searchedS = timeS;
    for (const region of (await this.#candidates(picture, timeS)).slice(0, MOST_CANDIDATES)) {
      const rough = await this.#landmarker.look(picture, region);
      if (rough.presence < LEAST_PRESENCE || !rough.region) continue;
      const seen = await this.#landmarker.look(picture, rough.region);
      if (isFollowed(picture, seen, rough.region) && this.#unlikeness(seen.region, timeS) < 1) {
        this.#filter = new RegionFilter(timeS, seen.region);
        this.#last = { timeS, region: seen.region, speed: null };
        return seen;
      }
    }
    return null;
  }

  /** Where the person can be: near where they were, the likeliest first; anywhere, the tallest first. */
  async #candidates(picture, timeS) {
    const whole = { x: picture.width / 2, y: picture.height / 2, size: Math.max(picture.width, picture.height), turn: 0 };
    if (!this.#last) {
      const found = await this.#detector.find(picture, [whole, ...tilesOf(picture)]);
      return found.sort((a, b) => b.size - a.size);
    }
    const near = this.#last.region;
    const found = await this.#detector.find(picture, [whole, { x: near.x, y: near.y, size: 2 * near.size, turn: 0 }]);
    const likely = found.map((region) => ({ region, cost: this.#unlikeness(region, timeS) })).filter(({ cost }) => cost < 1);
    return likely.sort((a, b) => a.cost - b.cost).map(({ region }) => region);
  }

  /** 0 at the last known place and size, 1 at the border of what somebody can have done since. */
  #unlikeness(region, timeS) {
    if (!this.#last) return 0;
    const gapS = Math.abs(timeS - this.#last.timeS);
    const { speed, region: last } = this.#last;
    const fastest = speed === null ? MOST_SPEED : Math.min(LEAST_SPEED + SPEED_SHARE * speed, MOST_SPEED);
    const change = Math.abs(Math.log(region.size / last.size));
    return Math.max(jump(region, last) / (MOST_JUMP + fastest * gapS), change / Math.log(MOST_SIZE_CHANGE * (1 + gapS)));
  }
}

function isFollowed(picture, { presence, region }, expected) {
  if (presence < LEAST_PRESENCE || !region) return false;
  const isInside = region.x >= 0 && region.x < picture.width && region.y >= 0 && region.y < picture.height;
  const growth = region.size / expected.size;
  return isInside && jump(region, expected) < MOST_JUMP && growth > 1 / MOST_SIZE_CHANGE && growth < MOST_SIZE_CHANGE;
}

/** Upright squares as high as the picture that cover it, half of each shared with its neighbour. */
function tilesOf({ width, height }) {
  const size = Math.min(width, height);
  const middles = (length) => {
    if (length <= size) return [length / 2];
    const count = Math.ceil((length - size) / (size / 2)) + 1;
    return Array.from({ length: count }, (_, at) => size / 2 + (at * (length - size)) / (count - 1));
  };
  return middles(height).flatMap((y) => middles(width).map((x) => ({ x, y, size, turn: 0 })));
}
