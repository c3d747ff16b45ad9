// Sets by the timer: it says what to do and for how long, and everything can be corrected by hand.
import { StepTimer } from "./coach_timer.js";

const KIND_WORDS = { ready: "get ready", work: "", hold: "hold", rest: "rest", change_sides: "change sides" };

export class ByHand {
  #plan;
  #stage;
  #voice;
  #results;
  #hear;
  #timer;
  #shown = [0, 0];

  constructor({ plan, stage, voice, results, hear }) {
    [this.#plan, this.#stage, this.#voice, this.#results, this.#hear] = [plan, stage, voice, results, hear];
    this.#timer = new StepTimer(plan.timer, {
      onStep: (step) => this.#begin(step),
      onTick: (step, leftS, share) => this.#show(step, leftS, share),
      onStepDone: (step) => this.#done(step),
      onEnd: () => hear.onFinished(),
    });
  }

  start(turn = this.#plan.turns[0]) {
    this.#stage.source = "hand";
    this.#timer.startAt(turn);
  }

  pause() {
    this.#timer.pause();
  }

  resume() {
    this.#timer.resume();
  }

  next() {
    this.#timer.skip();
  }

  correct(by) {
    const { step } = this.#timer;
    if (!step) return;
    this.#results.correct(step, by);
    this.#show(step, ...this.#shown);
  }

  leave() {
    this.stop();
    this.#hear.onFinished();
  }

  stop() {
    this.#timer.stop();
  }

  #begin(step) {
    this.#stage.state = step.kind;
    this.#stage.turn(step, this.#plan);
    this.#stage.cue(isCount(step.say) ? "" : step.say);
    this.#show(step, step.seconds, 0);
    this.#voice.say(step.say);
    this.#voice.tone(step.counts ? "start" : "phase");
  }

  /** Repetitions by their number with the time as the ring; everything else by the seconds that are left. */
  #show(step, leftS, share) {
    this.#shown = [leftS, share];
    const reps = this.#results.repsOf(step);
    const { reps: wanted } = this.#plan.turns[0];
    if (step.kind === "work" && reps !== null) {
      this.#stage.show({ number: reps, under: `of ${wanted}`, share });
      return;
    }
    const under = [KIND_WORDS[step.kind], reps === null ? "" : `${reps} of ${wanted} done`].filter(Boolean).join(" · ");
    this.#stage.show({ number: Math.ceil(leftS), under, share });
  }

  #done(step) {
    if (!step.counts) return;
    this.#results.addDone(step);
    this.#voice.tone("count");
  }
}

const isCount = (words) => /^\d+$/.test(words);
