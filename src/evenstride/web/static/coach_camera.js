// The camera: its picture on the page, and the newest of its pictures for whoever looks at them, never an older one.
const LONGER_SIDE_PX = 640;
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
    this.#next();
  }

  stop() {
    this.#isStopped = true;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#video.srcObject = null;
  }

  #next() {
    if (this.#isStopped) return;
    if (this.#video.requestVideoFrameCallback) {
      this.#video.requestVideoFrameCallback((now, facts) => this.#handOut(facts.captureTime ?? now));
    } else requestAnimationFrame((now) => this.#handOut(now));
  }

  async #handOut(capturedMs) {
    this.#next();
    if (this.#isStopped || !this.#source.hasRoom || !(capturedMs > this.#lastMs) || !this.#video.videoWidth) return;
    this.#lastMs = capturedMs;
    const number = this.#link.reserve(capturedMs);
    try {
      this.#source.take(number, await this.#copy(), capturedMs);
    } catch {
      this.#link.giveUp(number); // the picture was gone before it could be copied
    }
  }

  /** The picture, its longer side at most 640 px. */
  #copy() {
    const { videoWidth, videoHeight } = this.#video;
    const scale = Math.min(1, LONGER_SIDE_PX / Math.max(videoWidth, videoHeight));
    if (scale === 1) return createImageBitmap(this.#video);
    const [resizeWidth, resizeHeight] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
    return createImageBitmap(this.#video, { resizeWidth, resizeHeight, resizeQuality: "medium" });
  }
}
