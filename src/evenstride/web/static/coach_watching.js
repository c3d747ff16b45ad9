// What a set and a home test before the camera share: camera, source and link opened together and closed together, one
// word when they fail, and the rest between two turns.
import { CoachCamera } from "./coach_camera.js";
import { clearSkeleton } from "./coach_skeleton.js";
import { LandmarkSource, PictureSource } from "./coach_sources.js";

export class Watching {
  #link;
  #stage;
  #onFailed;
  #source;
  #camera;
  #canvas = document.getElementById("coach-skeleton");
  #resting = null;
  #isClosed = false;

  /** `looks` is "browser" or "computer"; `onFailed` gets words, once, when everything is closed already. `isStill`: what
   *  is watched hardly moves, so that a few good pictures a second tell more than many. */
  constructor({ link, stage, looks, address, onFailed, isStill = false }) {
    [this.#link, this.#stage, this.#onFailed] = [link, stage, onFailed];
    this.#source = looks === "browser" ? new LandmarkSource(link, address, { keepsModel: isStill }) : new PictureSource(link);
    this.#camera = new CoachCamera(document.getElementById("coach-video"), link, this.#source);
  }

  /** `what` is to be watched, as the link says it. Whether it is; it may have been stopped while the camera was asked for. */
  async open(what) {
    try {
      await this.#camera.open();
      await this.#source.open((words) => this.fail(words));
      await this.#link.open({ ...what, source: this.#source.kind });
    } catch (error) {
      this.fail(error.message);
      return false;
    }
    if (this.#isClosed) {
      this.close();
      return false;
    }
    this.#camera.start(() => this.fail("The camera was taken away."));
    return true;
  }

  fail(words) {
    if (this.#isClosed) return;
    this.close();
    this.#onFailed(words);
  }

  /** Seconds that run down on the stage, but while it is paused. */
  rest(seconds, onOver, isPaused = () => false) {
    this.endRest();
    let leftS = seconds;
    const show = () => this.#stage.show({ number: leftS, under: "seconds of rest", share: leftS / seconds });
    show();
    this.#resting = setInterval(() => {
      if (isPaused()) return;
      leftS -= 1;
      show();
      if (leftS <= 0) onOver();
    }, 1000);
  }

  endRest() {
    clearInterval(this.#resting);
  }

  close() {
    this.#isClosed = true;
    this.endRest();
    this.#camera.stop();
    this.#source.close();
    this.#link.close();
    clearSkeleton(this.#canvas);
  }
}
