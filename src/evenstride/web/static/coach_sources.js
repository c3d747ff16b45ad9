// Where a picture becomes points of the body: on the computer that runs the app, or in this browser. Both are given
// pictures by the camera and pass on what comes of them over the link; which of the two it is, the coach never knows.

import { Pace } from "./coach_pace.js";
import { startPoseWorker } from "./coach_pose_start.js";

/** The computer looks: small JPEG copies go over the link. */
export class PictureSource {
  kind = "pictures";
  #link;
  #worker = new Worker(new URL("./coach_encode_worker.js", import.meta.url));

  constructor(link) {
    this.#link = link;
    this.#worker.onmessage = ({ data: { number, jpeg } }) => {
      if (jpeg) link.sendPicture(number, jpeg);
      else link.giveUp(number);
    };
  }

  async open() {}

  get hasRoom() {
    return this.#link.hasRoom;
  }

  /** Takes the picture over: an ImageBitmap or a VideoFrame, given away. */
  take(number, picture) {
    this.#worker.postMessage({ number, picture }, [picture]);
  }

  close() {
    this.#worker.terminate();
  }
}

/** This browser looks: the models run in a worker, and 33 points go over the link. No picture leaves the device. */
export class LandmarkSource {
  kind = "landmarks";
  #link;
  #address;
  #keepsModel;
  #worker = null;
  #isClosed = false;
  #onLost = () => {};
  #looking = new Set();
  #pace = new Pace();

  /** `address` is where the app serves models and runtime; `keepsModel` stays with the better model, however slow. */
  constructor(link, address, { keepsModel = false } = {}) {
    [this.#link, this.#address, this.#keepsModel] = [link, address, keepsModel];
  }

  /** Until the models are there; rejects with words where they do not run here, and tells `onLost` if they stop later. */
  async open(onLost) {
    this.#onLost = onLost;
    try {
      this.#worker = await startPoseWorker(this.#address, { isFixed: this.#keepsModel });
    } catch (error) {
      throw new Error(whyNot(error.message));
    }
    this.#worker.onmessage = ({ data }) => this.#take(data);
    this.#worker.onerror = ({ message }) => this.#lose(message);
    if (this.#isClosed) this.#worker.terminate();
  }

  /** One picture at a time, and the next one shortly before its turn. */
  get hasRoom() {
    return this.#link.hasRoom && (this.#looking.size === 0 || (this.#looking.size === 1 && this.#pace.isTimeForNext));
  }

  take(number, picture, capturedMs) {
    this.#looking.add(number);
    this.#pace.began();
    this.#worker.postMessage({ kind: "look", number, picture, timeS: capturedMs / 1000 }, [picture]);
  }

  close() {
    this.#isClosed = true;
    this.#worker?.terminate();
  }

  #lose(words) {
    this.#looking.clear();
    this.#onLost(whyNot(words));
  }

  #take({ kind, words, number, points, size, took }) {
    if (kind === "failed") {
      this.#lose(words);
      return;
    }
    this.#looking.delete(number);
    if (kind === "gone") {
      this.#link.giveUp(number);
      return;
    }
    this.#pace.took(took);
    this.#link.sendLandmarks(number, { points: points?.map(([x, y, seen]) => [tenth(x), tenth(y), hundredth(seen)]) ?? null, size });
  }
}

const whyNot = (words) => `The model does not run in this browser (${words}). Let the computer look, or do it by hand.`;
/** What the wire carries: a tenth of a pixel is a tenth of what the model can tell apart. */
const tenth = (value) => Math.round(value * 10) / 10;
const hundredth = (value) => Math.round(value * 100) / 100;
