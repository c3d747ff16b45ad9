// When the next picture may follow one that is still being looked at: so late that it does not wait long.
/** Half the time between two pictures of a camera: less often would halve the pictures where looking takes just longer. */
const EARLIER_MS = 16;
/** Of the newest value in the mean of what looking takes. */
const NEWEST_SHARE = 0.2;

export class Pace {
  #beganMs = -Infinity;
  #tookMs = 0;

  began() {
    this.#beganMs = performance.now();
  }

  took(milliseconds) {
    this.#tookMs += NEWEST_SHARE * (milliseconds - this.#tookMs);
  }

  get isTimeForNext() {
    return performance.now() - this.#beganMs >= this.#tookMs - EARLIER_MS;
  }
}
