// The camera: its picture on the page, and the newest of its pictures for whoever looks at them, never an older one.
// Where the browser gives a track's frames themselves they are taken at once; else from the video when it shows them.
const WISHED = { video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: "user" }, audio: false };
const WHY_NOT = {
  NotAllowedError: "The camera was not allowed. Allow it beside the address and start again, or do it by hand.",
  NotFoundError: "No camera was found. Do it by hand, or open this page on a device that has one.",
  NotReadableError: "Another programme holds the camera. Close it and start again, or do it by hand.",
};

export class CoachCamera {
  #video;
  #link;
  #source;
  #stream = null;
  #isStopped = true;
  #lastMs = -1;

  /** Pictures go to `source` under numbers that `link` gives. */
  constructor(video, link, source) {
    [this.#video, this.#link, this.#source] = [video, link, source];
  }

  /** Ask for the camera and show it; rejects with words. */
  async open() {
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new Error("This browser gives no camera to this address. Do it by hand, with the timer.");
    }
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia(WISHED);
    } catch (error) {
      throw new Error(WHY_NOT[error.name] ?? "The camera cannot be used. Do it by hand, with the timer.");
    }
    this.#video.srcObject = this.#stream;
    await this.#video.play();
  }

  /** Hand pictures out from now on; `onLost` is called where the camera is taken away. */
  start(onLost) {
    this.#isStopped = false;
    this.#stream.getVideoTracks()[0].addEventListener("ended", onLost);
    if (globalThis.MediaStreamTrackProcessor) this.#read();
    else this.#next();
  }

  stop() {
    this.#isStopped = true;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#video.srcObject = null;
  }

  async #read() {
    const [track] = this.#stream.getVideoTracks();
    const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable.getReader();
    let clocksApartMs = Infinity; // the page's clock less the camera's: the smallest difference is that of the quickest way
    while (!this.#isStopped) {
      const { done, value: frame } = await reader.read();
      if (done) return;
      const sentMs = frame.timestamp / 1000;
      clocksApartMs = Math.min(clocksApartMs, performance.now() - sentMs);
      if (this.#isWanted(sentMs + clocksApartMs)) this.#source.take(this.#link.reserve(this.#lastMs), frame, this.#lastMs);
      else frame.close();
    }
    reader.cancel();
  }

  #next() {
    if (this.#isStopped) return;
    if (this.#video.requestVideoFrameCallback) {
      this.#video.requestVideoFrameCallback((now, facts) => this.#copy(facts.captureTime ?? now));
    } else requestAnimationFrame((now) => this.#copy(now));
  }

  async #copy(capturedMs) {
    this.#next();
    if (!this.#video.videoWidth || !this.#isWanted(capturedMs)) return;
    const number = this.#link.reserve(capturedMs);
    try {
      this.#source.take(number, await createImageBitmap(this.#video), capturedMs);
    } catch {
      this.#link.giveUp(number); // the picture was gone before it could be copied
    }
  }

  /** Whether the next picture is one to look at; it is the last one then. */
  #isWanted(capturedMs) {
    if (this.#isStopped || !this.#source.hasRoom || !(capturedMs > this.#lastMs)) return false;
    this.#lastMs = capturedMs;
    return true;
  }
}
