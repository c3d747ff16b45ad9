// Sets with the camera: find a good place, count, rest, the next set. The coach on the computer counts; this shows it.
import { CoachLink } from "./coach_link.js";
import { Meter } from "./coach_meter.js";
import { drawSkeleton } from "./coach_skeleton.js";
import { Watching } from "./coach_watching.js";

const ADVICE_AGAIN_MS = 7000;
const NUMBERS_WAIT_MS = 2500;
const MEASURED_EVERY_MS = 1000;
/** The summary of a set comes at once; a coach that is gone sends none. */
const SUMMARY_WAIT_MS = 2000;

export class ByCamera {
  #plan;
  #stage;
  #voice;
  #results;
  #hear;
  #link = new CoachLink(this.#heard());
  #watching;
  #canvas = document.getElementById("coach-skeleton");
  #meter = new Meter();
  #phase = "opening";
  #at = 0;
  #count = 0;
  #corrected = 0;
  #told = { advice: "", at: -Infinity };
  #cuedAt = -Infinity;
  #measuredAt = 0;
  #isPaused = false;
  #isLeaving = false;

  /** `hear` has onFinished() and onFailed(words); `looks` is "browser" or "computer". */
  constructor({ plan, stage, voice, results, hear, looks }) {
    [this.#plan, this.#stage, this.#voice, this.#results, this.#hear] = [plan, stage, voice, results, hear];
    const onFailed = (words) => {
      this.#phase = "stopped";
      hear.onFailed(words, this.turn);
    };
    this.#watching = new Watching({ link: this.#link, stage, looks, address: plan.model_address, onFailed });
  }

  get turn() {
    return this.#plan.turns[this.#at];
  }

  async start() {
    this.#stage.source = "camera";
    this.#enter("opening");
    this.#stage.cue("Starting the camera and the coach …");
    const { exercise_id: exerciseId, part_id: partId } = this.#plan;
    if (await this.#watching.open({ exerciseId, partId })) this.#place();
  }

  pause() {
    this.#isPaused = true;
  }

  resume() {
    this.#isPaused = false;
  }

  /** The set is over now; in a rest, the rest is. */
  next() {
    if (this.#phase === "set") this.#link.end();
    else if (this.#phase === "rest") this.#place();
    else if (this.#phase === "placing") this.#begin();
  }

  correct(by) {
    if (this.#phase !== "set") return;
    this.#corrected = Math.max(-this.#count, this.#corrected + by);
    this.#showCount();
    if (this.turn.reps && this.#done >= this.turn.reps) this.#link.end();
  }

  /** Repetitions of the set under way, by whoever counted them. */
  get counted() {
    return this.#phase === "set" ? this.#done : 0;
  }

  /** Stop, with what was done of the set under way. */
  leave() {
    if (this.counted === 0) {
      this.stop();
      this.#hear.onFinished();
      return;
    }
    this.#isLeaving = true;
    this.#link.end();
    setTimeout(() => {
      if (this.#phase !== "stopped") this.#hear.onFinished();
    }, SUMMARY_WAIT_MS);
  }

  stop() {
    this.#phase = "stopped";
    this.#watching.close();
  }

  get #done() {
    return this.#count + this.#corrected;
  }

  #enter(phase) {
    this.#phase = phase;
    this.#stage.state = phase;
    this.#stage.turn(this.turn, this.#plan);
  }

  #place() {
    this.#watching.endRest();
    this.#enter("placing");
    this.#stage.show({ number: "…", under: "find a good place" });
    this.#told = { advice: "", at: -Infinity };
  }

  #begin() {
    this.#count = 0;
    this.#corrected = 0;
    this.#link.begin(this.turn);
  }

  #showCount(share) {
    const { reps } = this.turn;
    this.#stage.show({ number: this.#done, under: reps ? `of ${reps}` : "", share: share ?? (reps ? this.#done / reps : 0) });
  }

  #heard() {
    return {
      onSeen: (answer, latencyMs, parts) => this.#seen(answer, latencyMs, parts),
      onBegun: () => {
        this.#enter("set");
        this.#showCount();
        this.#say("Go. I am counting.", "good");
        this.#voice.tone("start");
      },
      onSet: (summary) => this.#closed(summary),
      onEnd: (words) => this.#watching.fail(words),
    };
  }

  #seen(answer, latencyMs, parts) {
    if (this.#phase === "stopped") return;
    const began = performance.now();
    drawSkeleton(this.#canvas, answer);
    this.#meter.add(latencyMs);
    const detail = { latency_ms: latencyMs, took_ms: answer.took_ms, ...parts, draw_ms: performance.now() - began };
    dispatchEvent(new CustomEvent("coach-seen", { detail }));
    if (performance.now() - this.#measuredAt > MEASURED_EVERY_MS && this.#meter.summary) {
      this.#measuredAt = performance.now();
      this.#stage.measured(this.#meter.summary);
    }
    if (this.#isPaused) return;
    if (this.#phase === "placing") this.#advise(answer);
    else if (this.#phase === "set") for (const event of answer.events ?? []) this.#happened(event);
  }

  #advise({ advice = [], is_ready: isReady }) {
    if (isReady) {
      this.#begin();
      this.#phase = "beginning";
      return;
    }
    const words = advice[0] ?? "Good. Stay there.";
    this.#stage.cue(words, advice.length ? "lost" : "good");
    const now = performance.now();
    if (words === this.#told.advice && now - this.#told.at < ADVICE_AGAIN_MS) return;
    this.#told = { advice: words, at: now };
    if (advice.length) this.#voice.say(words);
  }

  #happened(event) {
    if (event.kind === "repetition") {
      this.#count = event.number;
      this.#showCount();
      this.#voice.tone("count");
      if (performance.now() - this.#cuedAt > NUMBERS_WAIT_MS) this.#voice.say(String(this.#done));
    } else if (event.kind === "hold") {
      const share = event.target_s ? event.held_s / event.target_s : 0;
      this.#stage.show({ number: this.#done, under: `held ${event.held_s} s`, share });
      if (event.held_s === event.target_s) this.#voice.tone("end");
      else this.#voice.tone("phase");
    } else if (event.kind === "cue") this.#say(event.text, event.check_id ? "mend" : "lost");
    else if (event.kind === "lost") this.#stage.cue(event.what, "lost");
    else if (event.kind === "regained") this.#stage.cue("I see you again.", "good");
  }

  #say(words, kind) {
    this.#cuedAt = performance.now();
    this.#stage.cue(words, kind);
    this.#voice.say(words);
  }

  #closed(summary) {
    this.#results.addSeen(this.turn, summary, this.#corrected);
    this.#voice.tone("end");
    if (this.#isLeaving || this.#at + 1 >= this.#plan.turns.length) {
      this.stop();
      this.#hear.onFinished();
      return;
    }
    const before = this.turn;
    this.#at += 1;
    this.#rest(before.set_number === this.turn.set_number ? Math.min(10, this.#plan.rest_s) : this.#plan.rest_s);
  }

  #rest(seconds) {
    this.#enter("rest");
    const words = this.turn.side ? `Rest. Then the ${this.turn.side} side.` : "Rest.";
    this.#say(words, "plain");
    this.#watching.rest(seconds, () => this.#place(), () => this.#isPaused);
  }
}
