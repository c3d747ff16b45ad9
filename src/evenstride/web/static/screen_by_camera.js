// A home test before the camera, side after side: find a good place, score, rest, the other side. The computer scores.
import { CoachLink } from "./coach_link.js";
import { drawSkeleton } from "./coach_skeleton.js";
import { Watching } from "./coach_watching.js";

const ADVICE_AGAIN_MS = 7000;
/** Between the sides; a plank asks for five minutes, which its steps say. */
const REST_S = 20;
const BEGIN_WORDS = {
  reps: "Go. I am counting.",
  angle_at_ends: "Go: five times, slowly.",
  hold_s: "Go into the position and hold. I am timing.",
  angle_held: "Let the leg hang and relax. Hold still.",
};

/** What is held, hardly moves. */
const STILL = new Set(["hold_s", "angle_held"]);

export class ScreenByCamera {
  #plan;
  #stage;
  #voice;
  #metronome;
  #hear;
  #link = new CoachLink(this.#heard());
  #watching;
  #canvas = document.getElementById("coach-skeleton");
  #phase = "opening";
  #at = 0;
  #told = { words: "", at: -Infinity };
  #hurts = false;

  /** `hear` has onScore(score) and onFinished(). */
  constructor({ plan, stage, voice, metronome, hear, looks = "computer" }) {
    [this.#plan, this.#stage, this.#voice, this.#metronome, this.#hear] = [plan, stage, voice, metronome, hear];
    const onFailed = (words) => this.#failed(words);
    const isStill = STILL.has(plan.value);
    this.#watching = new Watching({ link: this.#link, stage, looks, address: plan.model_address, onFailed, isStill });
  }

  get #side() {
    return this.#plan.sides[this.#at];
  }

  async start() {
    this.#enter("opening");
    this.#stage.cue("Starting the camera and the coach …");
    if (await this.#watching.open({ screenId: this.#plan.screen_id })) this.#place();
  }

  /** The side is over now; in a rest, the rest is; before it, it begins. */
  done() {
    if (this.#phase === "set") this.#link.end();
    else if (this.#phase === "rest") this.#place();
    else if (this.#phase === "placing") this.#begin();
    else if (this.#phase === "failed") this.#hear.onFinished();
  }

  /** Pain above 5 ends the test: what came of this side has no score. */
  hurts() {
    this.#hurts = true;
    if (this.#phase === "set") this.#link.end();
    else this.#hear.onFinished();
  }

  stop() {
    this.#phase = "stopped";
    this.#metronome.stop();
    this.#watching.close();
  }

  #enter(phase) {
    this.#phase = phase;
    this.#stage.state = phase;
    this.#stage.turn({ set_number: this.#at + 1, side: this.#side }, { sets: this.#plan.sides.length, works: this.#plan.works });
    document.getElementById("stage-turn").textContent = this.#side ? `${this.#side} side` : "";
  }

  #place() {
    this.#watching.endRest();
    this.#enter("placing");
    this.#stage.show({ number: "…", under: "find a good place" });
    this.#told = { words: "", at: -Infinity };
  }

  #begin() {
    this.#phase = "beginning";
    this.#link.begin({ side: this.#side, reps: null, set_number: 1 });
  }

  #heard() {
    return {
      onSeen: (answer) => this.#seen(answer),
      onBegun: () => {
        this.#enter("set");
        this.#stage.show({ number: 0, under: this.#plan.unit === "s" ? "seconds" : "" });
        this.#say(BEGIN_WORDS[this.#plan.value], "good");
        this.#metronome.start();
      },
      onSet: ({ score }) => this.#closed(score),
      onEnd: (words) => this.#watching.fail(words),
    };
  }

  #seen(answer) {
    if (this.#phase === "stopped") return;
    drawSkeleton(this.#canvas, answer);
    if (this.#phase === "placing") this.#advise(answer);
    else if (this.#phase === "set") for (const event of answer.events ?? []) this.#happened(event);
  }

  #advise({ advice = [], is_ready: isReady }) {
    if (isReady) {
      this.#begin();
      return;
    }
    const words = advice[0] ?? "Good. Stay there.";
    this.#stage.cue(words, advice.length ? "lost" : "good");
    const now = performance.now();
    if (words === this.#told.words && now - this.#told.at < ADVICE_AGAIN_MS) return;
    this.#told = { words, at: now };
    if (advice.length) this.#voice.say(words);
  }

  #happened(event) {
    if (event.kind === "repetition") {
      this.#stage.show({ number: event.number, under: "" });
      if (!this.#plan.beat_s) this.#voice.tone("count");
    } else if (event.kind === "hold") {
      this.#stage.show({ number: event.held_s, under: "seconds", share: this.#plan.most_s ? event.held_s / this.#plan.most_s : 0 });
      if (event.held_s % 10 === 0) this.#voice.say(String(event.held_s));
    } else if (event.kind === "cue") this.#say(event.text, "mend");
    else if (event.kind === "lost") this.#stage.cue(event.what, "lost");
    else if (event.kind === "regained") this.#stage.cue("I see you again.", "good");
  }

  #say(words, kind) {
    this.#stage.cue(words, kind);
    this.#voice.say(words);
  }

  #closed(score) {
    this.#metronome.stop();
    this.#voice.tone("end");
    this.#hear.onScore({ ...score, hurts: this.#hurts });
    if (this.#hurts || this.#at + 1 >= this.#plan.sides.length) {
      this.#hear.onFinished();
      return;
    }
    this.#at += 1;
    this.#rest();
  }

  #rest() {
    this.#enter("rest");
    this.#say(`Done. Rest as the steps say, then the ${this.#side} side.`, "plain");
    this.#watching.rest(REST_S, () => this.#place());
  }

  #failed(words) {
    this.#metronome.stop();
    this.#phase = "failed";
    this.#stage.state = "failed";
    this.#stage.show({ number: "–", under: "no camera" });
    this.#stage.cue(`${words} The test can be done by hand.`, "lost");
    document.getElementById("stop").focus();
  }
}
