// Steps by the clock, for what is done without a camera. It can be paused, and a step can be left.
const TICK_MS = 100;

export class StepTimer {
  #steps;
  #hear;
  #at = 0;
  #elapsedMs = 0;
  #since = null;
  #ticking = null;

  /** `hear` has onStep(step, index), onTick(step, leftS, share), onStepDone(step), onEnd(). */
  constructor(steps, hear) {
    this.#steps = steps;
    this.#hear = hear;
  }

  get isRunning() {
    return this.#since !== null;
  }

  get step() {
    return this.#steps[this.#at] ?? null;
  }

  /** From the first step of a set on one side; from the beginning where there is none. */
  startAt({ set_number, side }) {
    const found = this.#steps.findIndex((step) => step.set_number === set_number && step.side === side);
    this.#at = Math.max(0, found);
    this.#elapsedMs = 0;
    this.#hear.onStep(this.step, this.#at);
    this.resume();
  }

  pause() {
    if (!this.isRunning) return;
    this.#elapsedMs += performance.now() - this.#since;
    this.#since = null;
    clearInterval(this.#ticking);
  }

  resume() {
    if (this.isRunning || !this.step) return;
    this.#since = performance.now();
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  /** Leave the step before its time; it does not count as done. */
  skip() {
    if (this.step) this.#go(0);
  }

  stop() {
    this.pause();
    this.#at = this.#steps.length;
  }

  #tick() {
    const step = this.step;
    const elapsedMs = this.#elapsedMs + performance.now() - this.#since;
    const leftMs = step.seconds * 1000 - elapsedMs;
    if (leftMs > 0) {
      this.#hear.onTick(step, leftMs / 1000, elapsedMs / (step.seconds * 1000));
      return;
    }
    this.#hear.onStepDone(step);
    this.#go(-leftMs); // a page that slept goes on from where the clock is
  }

  #go(alreadyMs) {
    this.#at += 1;
    this.#elapsedMs = alreadyMs;
    if (this.isRunning) this.#since = performance.now();
    if (this.step) this.#hear.onStep(this.step, this.#at);
    else {
      this.pause();
      this.#hear.onEnd();
    }
  }
}
