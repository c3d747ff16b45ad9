// The coach's socket. Pictures or landmarks go out, at most two in flight, and the second one only once the first has had
// the time that looking takes just now: what comes meanwhile is left out, never kept waiting. Answers come back in order.
import { Pace } from "./coach_pace.js";

const MOST_IN_FLIGHT = 2;
const HEAD_BYTES = 12;

export class CoachLink {
  #socket = null;
  #inFlight = new Map();
  #number = 0;
  #pace = new Pace();
  #refusal = null;
  #hear;

  /** `hear` has onSeen(answer, latencyMs, parts), onBegun(answer), onSet(summary) and onEnd(words). */
  constructor(hear) {
    this.#hear = hear;
  }

  /** Until the coach is ready to look; rejects with words where it is not going to be. */
  open({ exerciseId, partId, screenId, source = "pictures" }) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/api/coach/live`);
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      socket.onopen = () => this.#tell({ type: "watch", exercise_id: exerciseId, part_id: partId, screen_id: screenId, source });
      socket.onmessage = ({ data }) => this.#take(JSON.parse(data), resolve);
      socket.onclose = () => {
        const words = this.#refusal ?? "The coach cannot be reached any more.";
        this.#socket = null;
        reject(new Error(words));
        this.#hear.onEnd(words);
      };
    });
  }

  get hasRoom() {
    if (this.#socket?.readyState !== WebSocket.OPEN || this.#inFlight.size >= MOST_IN_FLIGHT) return false;
    return this.#inFlight.size === 0 || this.#pace.isTimeForNext;
  }

  begin({ side, reps, set_number }) {
    this.#tell({ type: "begin", side, reps, set_number });
  }

  end() {
    this.#tell({ type: "end" });
  }

  /** Hold a place for a picture that is being made ready; its number. */
  reserve(capturedMs) {
    const number = this.#number;
    this.#number += 1;
    this.#pace.began();
    this.#inFlight.set(number, { capturedMs, reservedMs: performance.now(), sentMs: NaN });
    return number;
  }

  giveUp(number) {
    this.#inFlight.delete(number);
  }

  /** A JPEG as an ArrayBuffer, under the number that was reserved. */
  sendPicture(number, jpeg) {
    const picture = this.#inFlight.get(number);
    if (this.#socket?.readyState !== WebSocket.OPEN || !picture) return;
    picture.sentMs = performance.now();
    const message = new Uint8Array(HEAD_BYTES + jpeg.byteLength);
    const head = new DataView(message.buffer);
    head.setUint32(0, number, true);
    head.setFloat64(4, picture.capturedMs, true);
    message.set(new Uint8Array(jpeg), HEAD_BYTES);
    this.#socket.send(message);
  }

  /** Points of a model that ran in this browser: [x, y, visibility] in pixels, null where nobody was found. */
  sendLandmarks(number, { points, size, layout = "blazepose_33" }) {
    const picture = this.#inFlight.get(number);
    if (!picture) return;
    picture.sentMs = performance.now();
    this.#tell({ type: "landmarks", id: number, captured_ms: picture.capturedMs, layout, size_px: size, points });
  }

  close() {
    if (!this.#socket) return;
    this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
    this.#inFlight.clear();
  }

  #tell(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #take(answer, resolve) {
    for (const number of answer.dropped ?? []) this.#inFlight.delete(number);
    if (answer.type === "ready") resolve(answer);
    else if (answer.type === "refused") this.#refusal = answer.message;
    else if (answer.type === "begun") this.#hear.onBegun(answer);
    else if (answer.type === "ended") {
      if (answer.set) this.#hear.onSet(answer.set);
    } else if (answer.type === "passed_over") this.#inFlight.delete(answer.id);
    else if (answer.type === "seen") {
      this.#hear.onSeen(answer, performance.now() - answer.captured_ms, this.#settle(answer));
      if (answer.set) this.#hear.onSet(answer.set);
    }
  }

  /** A picture was answered; what its way was made of: from the camera to the page, made ready, there and back, waited. */
  #settle({ id, took_ms: tookMs, waited_ms: waitedMs }) {
    const picture = this.#inFlight.get(id);
    this.#inFlight.delete(id);
    this.#pace.took(tookMs);
    if (!picture) return {};
    const { capturedMs, reservedMs, sentMs } = picture;
    const way_ms = performance.now() - sentMs - tookMs - waitedMs;
    return { camera_ms: reservedMs - capturedMs, ready_ms: sentMs - reservedMs, waited_ms: waitedMs, way_ms };
  }
}
