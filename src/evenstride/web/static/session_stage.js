// Shows the running session: which exercise, which set, how long yet, in digits for three metres.
import { leftMs, repsDone, elapsedMs, stepOf } from "./session_machine.js";
import { repetitionAt, roundsOf } from "./session_steps.js";

const part = (id) => document.getElementById(id);
const PHASE_WORDS = { ready: "Get ready", change: "Change sides", rest: "Rest", work: "Go" };

export class Stage {
  constructor(sheet, log) {
    Object.assign(this, { sheet, log });
  }

  open() {
    part("session-stage").hidden = false;
    document.documentElement.dataset.session = "running";
    part("stage-name").focus();
  }

  close() {
    part("session-stage").hidden = true;
    delete document.documentElement.dataset.session;
  }

  /** The words of a new step: they change once a step, not with every look. */
  turnTo(state) {
    const step = stepOf(state);
    const exercise = this.sheet.exercises[step.exercise];
    part("session-stage").dataset.kind = step.kind;
    setText("stage-count", `Exercise ${step.exercise + 1} of ${this.sheet.exercises.length}`);
    setText("stage-name", exercise.form ? `${exercise.name}, ${exercise.form.toLowerCase()}` : exercise.name);
    setText("stage-set", setWords(step, exercise));
    setText("stage-next", nextWords(state, this.sheet.exercises));
    setText("stage-said", this.spoken(state));
    this.showFigure(step, exercise);
    this.showLog(state);
  }

  spoken(state) {
    const step = stepOf(state);
    const exercise = this.sheet.exercises[step.exercise];
    const side = step.side ? `, ${step.side} side` : "";
    if (step.kind === "ready") return `Get ready: ${exercise.name}${side}. ${exercise.dose_words}.`;
    if (step.kind === "change") return `Change to the ${step.side} side.`;
    if (step.kind === "rest") return `Rest. Then set ${step.set}${side}.`;
    return step.reps ? `Go: ${step.reps} repetitions.` : `Go: ${step.seconds} seconds.`;
  }

  show(state, nowMs) {
    const step = stepOf(state);
    const left = leftMs(state, nowMs);
    const isPaused = state.phase === "paused";
    const shown = this.shown(state, step, left, nowMs);
    setText("stage-phase", isPaused ? "Paused" : shown.phase);
    setText("stage-time", shown.time);
    setText("stage-under", shown.under);
    part("stage-progress").value = shareOf(state, step, left, nowMs);
    part("stage-tap").hidden = !(step.kind === "work" && step.reps !== null && !state.isPaced);
    setText("stage-pause", isPaused ? "Go on" : "Pause", "span");
    part("stage-pause").querySelector("use").setAttribute("href", isPaused ? "#icon-play" : "#icon-pause");
    for (const svg of part("stage-figure").querySelectorAll("svg")) if (isPaused) svg.pauseAnimations(); else svg.unpauseAnimations();
  }

  shown(state, step, left, nowMs) {
    if (step.kind !== "work" || step.reps === null) {
      return { phase: PHASE_WORDS[step.kind], time: clockWords(left), under: "" };
    }
    const reps = repsDone(state, nowMs);
    if (!state.isPaced) return { phase: "Count", time: String(reps), under: `of ${step.reps}` };
    const at = repetitionAt(step, elapsedMs(state, nowMs));
    const under = `${at.number} of ${step.reps}`;
    const words = at.phase.words;
    if (!words) return { phase: "Go", time: String(at.number), under: `of ${step.reps}` };
    return { phase: words[0].toUpperCase() + words.slice(1), time: String(Math.ceil(at.leftMs / 1000)), under };
  }

  showFigure(step, exercise) {
    const place = part("stage-figure");
    const drawn = document.querySelector(`[data-figure="${step.exercise}"] .figure`);
    if (place.dataset.shows !== String(step.exercise)) {
      place.replaceChildren(...(drawn ? [drawn.cloneNode(true)] : []));
      place.dataset.shows = String(step.exercise);
    }
    place.hidden = !drawn;
    place.classList.toggle("is-mirrored", Boolean(step.side && exercise.works_side && step.side !== exercise.works_side));
  }

  /** After a set, while there is time: how it was. */
  showLog(state) {
    const asked = this.log.askedAt(state);
    part("stage-log").hidden = asked === null;
    if (asked === null) return;
    const { exercise, set, side } = state.steps[asked];
    setText("stage-log-title", `${this.sheet.exercises[exercise].name}, set ${set}${side ? `, ${side}` : ""}: how was it?`);
    for (const kind of ["effort", "pain"]) {
      const level = this.log.notes[asked]?.[kind];
      for (const input of document.getElementsByName(`log-${kind}`)) input.checked = Number(input.value) === level;
    }
  }

  onLevel(act) {
    for (const kind of ["effort", "pain"]) {
      for (const input of document.getElementsByName(`log-${kind}`)) {
        input.addEventListener("change", () => act(kind, Number(input.value)));
      }
    }
  }

  showMuted(isMuted) {
    part("stage-mute").setAttribute("aria-pressed", String(isMuted));
  }

  note(words) {
    setText("stage-note", words);
  }
}

function setText(id, words, inner = null) {
  const place = inner ? part(id).querySelector(inner) : part(id);
  if (place.textContent !== words) place.textContent = words;
}

function setWords(step, exercise) {
  const rounds = roundsOf(exercise).length;
  return `Set ${step.set} of ${rounds}${step.side ? `, ${step.side} side` : ""}`;
}

/** `45`, `1:30`. */
export function clockWords(leftMs) {
  const seconds = Math.ceil(leftMs / 1000);
  return seconds < 100 ? String(seconds) : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function shareOf(state, step, left, nowMs) {
  if (left === null) return Math.min(1, repsDone(state, nowMs) / step.reps);
  const elapsed = elapsedMs(state, nowMs);
  return elapsed + left > 0 ? elapsed / (elapsed + left) : 1;
}

function nextWords(state, exercises) {
  const next = state.steps.slice(state.index + 1).find((step) => step.kind === "work");
  const step = stepOf(state);
  if (step.kind !== "work") {
    const { dose_words: dose } = exercises[step.exercise];
    return step.kind === "ready" ? dose : "";
  }
  if (!next) return "Last set";
  if (next.exercise !== step.exercise) return `Next: ${exercises[next.exercise].name}`;
  return `Next: set ${next.set}${next.side ? `, ${next.side} side` : ""}`;
}
