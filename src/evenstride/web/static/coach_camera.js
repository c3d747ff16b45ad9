// The camera: its picture on the page, and small copies of it on the way to the coach.
const LONGER_SIDE_PX = 640;
const QUALITY = 0.7;
const WISHED = { video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: "user" }, audio: false };
const WHY_NOT = {
  NotAllowedError: "The camera was not allowed. Allow it beside the address and start again, or do it by hand.",
  NotFoundError: "No camera was found. Do it by hand, or open this page on a device that has one.",
  NotReadableError: "Another programme holds the camera. Close it and start again, or do it by hand.",
};

export class CoachCamera {
  #video;
  #link;
  #stream = null;
  #canvas = null;
  #isStopped = true;
  #lastMs = -1;

  constructor(video, link) {
    this.#video = video;
    this.#link = link;
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

  /** Send pictures from now on; `onLost` is called where the camera is taken away. */
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
      this.#video.requestVideoFrameCallback((now, facts) => this.#send(facts.captureTime ?? now));
    } else requestAnimationFrame((now) => this.#send(now));
  }

  async #send(capturedMs) {
    this.#next();
    if (this.#isStopped || !this.#link.hasRoom || !(capturedMs > this.#lastMs) || !this.#video.videoWidth) return;
    this.#lastMs = capturedMs;
    const number = this.#link.reserve(capturedMs);
    try {
      const blob = await this.#small();
      this.#link.sendPicture(number, await blob.arrayBuffer());
    } catch {
      this.#link.giveUp(number); // the picture was gone before it could be copied
    }
  }

  /** The picture as a JPEG whose longer side is at most 640 px. */
  #small() {
    const { videoWidth, videoHeight } = this.#video;
    const scale = Math.min(1, LONGER_SIDE_PX / Math.max(videoWidth, videoHeight));
    const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
    if (this.#canvas?.width !== width || this.#canvas?.height !== height) this.#canvas = new OffscreenCanvas(width, height);
    this.#canvas.getContext("2d", { alpha: false }).drawImage(this.#video, 0, 0, width, height);
    return this.#canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  }
}
