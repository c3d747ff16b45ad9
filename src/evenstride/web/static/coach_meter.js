// How quickly pictures come back: pictures a second and the delay from capture to answer, over the last ten seconds.
const KEPT_MS = 10000;

export class Meter {
  #seen = [];

  add(latencyMs) {
    const now = performance.now();
    this.#seen.push([now, latencyMs]);
    while (now - this.#seen[0][0] > KEPT_MS) this.#seen.shift();
  }

  /** {fps, p50Ms, p95Ms}; null before there is something to say. */
  get summary() {
    if (this.#seen.length < 20) return null;
    const delays = this.#seen.map(([, delay]) => delay).sort((a, b) => a - b);
    const seconds = (this.#seen.at(-1)[0] - this.#seen[0][0]) / 1000;
    const at = (share) => delays[Math.min(delays.length - 1, Math.floor(share * delays.length))];
    return { fps: (this.#seen.length - 1) / seconds, p50Ms: at(0.5), p95Ms: at(0.95) };
  }
}
