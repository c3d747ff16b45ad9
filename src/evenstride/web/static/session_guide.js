// Leads through a session: looks at the clock, lets the machine pass time, shows, sounds, speaks and keeps every change.
import * as machine from "./session_machine.js";
import { cuesOf } from "./session_steps.js";
import { PainDialog } from "./session_pain.js";
import { ScreenLight } from "./session_screen.js";
import { Stage } from "./session_stage.js";
import { Summary } from "./session_log.js";

const LOOK_MS = 200;

export class Guide {
  constructor({ sheet, state, record, log, outbox, sound }) {
    Object.assign(this, { sheet, state, record, log, outbox, sound });
    this.stage = new Stage(sheet, log);
    this.light = new ScreenLight((words) => this.stage.note(words));
    this.pain = new PainDialog(sheet);
    this.shownIndex = null;
    this.keeping = Promise.resolve();
  }

  begin() {
    document.getElementById("session-overview").hidden = true;
    this.stage.open();
    this.light.hold();
    this.connect();
    this.change(this.state.phase === "waiting" ? machine.start : machine.resume);
    this.timer = setInterval(() => this.look(), LOOK_MS);
    document.addEventListener("visibilitychange", this.onVisible = () => this.look());
  }

  /** Change the state by one of the machine's functions; the time is that of the clock, never a count of looks. */
  change(how, ...more) {
    const nowMs = performance.now();
    this.state = how(machine.tick(this.state, nowMs), ...more, nowMs);
    this.follow(nowMs);
  }

  look() {
    const nowMs = performance.now();
    this.state = machine.tick(this.state, nowMs);
    this.follow(nowMs);
  }

  follow(nowMs) {
    const { state } = this;
    if (state.phase === "ended") {
      this.end();
      return;
    }
    if (state.wasAway) this.stage.note("The timer stood while this device slept.");
    const isNew = state.index !== this.shownIndex || state.phase !== this.shownPhase || state.sinceMs !== this.shownSinceMs;
    if (isNew) this.onChange(nowMs);
    this.stage.show(state, nowMs);
  }

  onChange(nowMs) {
    const { state } = this;
    const isNewStep = state.index !== this.shownIndex || state.sinceMs !== this.shownSinceMs && state.spentMs === 0;
    [this.shownIndex, this.shownPhase, this.shownSinceMs] = [state.index, state.phase, state.sinceMs];
    this.sound.cancel();
    const step = machine.stepOf(state);
    if (state.phase === "running") this.sound.schedule(cuesOf(step, state.isPaced), machine.elapsedMs(state, nowMs));
    if (isNewStep) {
      this.stage.turnTo(state);
      this.sound.say(this.stage.spoken(state));
    }
    this.keep(nowMs);
  }

  /** Put the session away as it stands, one write after the other. */
  keep(nowMs = performance.now(), more = {}) {
    const { state, record, log, sheet } = this;
    const kept = {
      ...record, ...more, notes: log.notes, state: machine.toPlain(state, machine.elapsedMs(state, nowMs)),
      seenAt: new Date().toISOString(), sets: machine.setsOf(state, sheet.exercises), entries: log.entries(state),
    };
    this.record = kept;
    this.keeping = this.keeping.then(() => this.outbox.keep(kept));
    return this.keeping;
  }

  connect() {
    const on = (id, act) => document.getElementById(id).addEventListener("click", act);
    on("stage-pause", () => this.toggle());
    on("stage-next-button", () => this.change(machine.next));
    on("stage-back", () => this.change(machine.back));
    on("stage-skip", () => this.change(machine.skip));
    on("stage-hurts", () => this.hurts());
    on("stage-end", () => this.change(machine.finish));
    on("stage-mute", () => this.stage.showMuted(this.sound.toggleMuted()));
    on("stage-tap", () => this.count(1));
    this.stage.showMuted(this.sound.isMuted);
    document.addEventListener("keydown", this.onKey = (event) => this.press(event));
    this.stage.onLevel((kind, level) => this.noteLevel(kind, level));
  }

  press(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || this.pain.isOpen) return;
    const isOnControl = event.target.closest("button, input, select, a");
    const acts = {
      ArrowRight: () => this.change(machine.next),
      ArrowLeft: () => this.change(machine.back),
      ArrowUp: () => this.count(1),
      ArrowDown: () => this.count(-1),
      " ": isOnControl ? null : () => this.toggle(),
      Enter: isOnControl ? null : () => this.count(1),
    };
    const act = event.target.matches("input") ? null : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  toggle() {
    this.change(this.state.phase === "running" ? machine.pause : machine.resume);
  }

  count(by) {
    const nowMs = performance.now();
    this.state = machine.count(machine.tick(this.state, nowMs), by, nowMs);
    this.follow(nowMs);
  }

  noteLevel(kind, level) {
    this.log.note(this.state, kind, level);
    this.keep();
    if (kind === "pain" && level > this.sheet.pain.fine_up_to) this.hurts(level);
  }

  /** The clock stands while the runner says where and how much; the rule says what follows. */
  async hurts(level = null) {
    const wasPaused = this.state.phase === "paused";
    this.change(machine.pause);
    const about = this.log.exerciseOf(this.state);
    const { choice, pain } = await this.pain.ask(about, level, this.log.hasStopped(this.state, about));
    if (pain) this.log.notePain(about, pain);
    if (choice === "stop" || (choice === "end" && pain.step === "stop")) this.stopExercise(about, pain);
    else if (choice !== "end" && !wasPaused) this.change(machine.resume);
    if (choice === "end") this.change(machine.finish);
    this.keep();
  }

  /** What is left of the exercise is not done; where it is over already, its last set is marked. */
  stopExercise(about, pain) {
    const outcome = pain.step === "stop" ? "stopped_for_pain" : "skipped";
    if (machine.stepOf(this.state).exercise === about) {
      this.change((state, nowMs) => machine.stopExercise(state, nowMs, { outcome }));
    } else {
      this.change((state, nowMs) => machine.resume(machine.markLast(state, about, outcome), nowMs));
    }
  }

  end() {
    clearInterval(this.timer);
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.sound.cancel();
    this.sound.finish();
    this.light.release();
    this.stage.close();
    this.keep(performance.now());
    new Summary(this).open();
  }
}
