// Keeps the screen on while a session runs, where the browser can; else says what to do.
const CANNOT = "This browser cannot keep the screen on: set its time-out longer, or touch it now and then. The timer goes on.";

export class ScreenLight {
  #lock = null;
  #isWanted = false;
  #say;

  constructor(say) {
    this.#say = say;
    this.onVisible = () => { if (this.#isWanted && document.visibilityState === "visible") this.#take(); };
  }

  hold() {
    this.#isWanted = true;
    document.addEventListener("visibilitychange", this.onVisible);
    return this.#take();
  }

  release() {
    this.#isWanted = false;
    document.removeEventListener("visibilitychange", this.onVisible);
    this.#lock?.release();
    this.#lock = null;
  }

  async #take() {
    if (!navigator.wakeLock) {
      this.#say(CANNOT);
      return;
    }
    try {
      const lock = await navigator.wakeLock.request("screen");
      if (this.#isWanted) this.#lock = lock;
      else lock.release();
    } catch {
      if (document.visibilityState === "visible") this.#say(CANNOT);
    }
  }
}
