// Beats by which heels rise and lower.
export class Metronome {
  #voice;
  #beatS;
  #ticking = null;
  #beat = 0;

  /** `beatS` null: the test has no beat. */
  constructor(voice, beatS) {
    [this.#voice, this.#beatS] = [voice, beatS];
  }

  start() {
    this.stop();
    if (!this.#beatS) return;
    this.#beat = 0;
    const tick = () => {
      this.#voice.tone(this.#beat % 2 === 0 ? "start" : "phase"); // up on one, down on the next
      this.#beat += 1;
    };
    tick();
    this.#ticking = setInterval(tick, 1000 * this.#beatS);
  }

  stop() {
    clearInterval(this.#ticking);
    this.#ticking = null;
  }
}
