// A session as a state that only these functions change: where it is, since when, and what was done. Pure: the time is
// always given, in ms of any clock that does not go back, so that a page whose timers sleep is right as soon as it wakes.
import { durationMs } from "./session_steps.js";

/** After so long without a look at the clock nobody was exercising: the machine slept. */
export const MOST_AWAY_MS = 10 * 60 * 1000;
const AGAIN_MS = 3000;

export function newSession(steps, { isPaced = true } = {}) {
  return { steps, isPaced, phase: "waiting", index: 0, sinceMs: 0, spentMs: 0, seenMs: 0, counted: 0, sets: {} };
}

export const stepOf = (state) => state.steps[state.index] ?? null;

/** How long the step has been going on, without pauses. */
export function elapsedMs(state, nowMs) {
  return state.spentMs + (state.phase === "running" ? Math.max(0, nowMs - state.sinceMs) : 0);
}

/** What is left of the step, null where the runner says when it is over. */
export function leftMs(state, nowMs) {
  const step = stepOf(state);
  const lengthMs = step && durationMs(step, state.isPaced);
  return lengthMs === null ? null : Math.max(0, lengthMs - elapsedMs(state, nowMs));
}

/** Repetitions of the current set so far: by the pace or as counted, put right by hand. */
export function repsDone(state, nowMs) {
  const step = stepOf(state);
  if (!step || step.kind !== "work" || step.reps === null) return null;
  const paced = state.isPaced ? Math.min(step.reps, Math.floor(elapsedMs(state, nowMs) / (step.repSeconds * 1000))) : 0;
  return Math.max(0, paced + state.counted);
}

export function start(state, nowMs) {
  return state.phase === "waiting" ? begin(state, 0, nowMs) : state;
}

export function pause(state, nowMs) {
  if (state.phase !== "running") return state;
  return { ...state, phase: "paused", spentMs: elapsedMs(state, nowMs), seenMs: nowMs };
}

export function resume(state, nowMs) {
  return state.phase === "paused" ? { ...state, phase: "running", sinceMs: nowMs, seenMs: nowMs } : state;
}

/** Let the clock pass: every step that is over ends at its own moment, and the next begins there. */
export function tick(state, nowMs) {
  if (state.phase !== "running") return state;
  if (nowMs - state.seenMs > MOST_AWAY_MS) return { ...pause(state, state.seenMs), wasAway: true };
  let current = { ...state, seenMs: nowMs };
  while (current.phase === "running") {
    const lengthMs = durationMs(stepOf(current), current.isPaced);
    if (lengthMs === null || elapsedMs(current, nowMs) < lengthMs) break;
    const endMs = current.sinceMs + lengthMs - current.spentMs;
    current = { ...begin(noted(current, "done", endMs), current.index + 1, endMs), seenMs: nowMs };
  }
  return current;
}

/** One repetition more, or one less; a set that is counted by hand ends with its last. */
export function count(state, by, nowMs) {
  const step = stepOf(state);
  if (state.phase !== "running" || !step || step.kind !== "work" || step.reps === null) return state;
  const counted = { ...state, counted: state.counted + by, seenMs: nowMs };
  const reps = repsDone(counted, nowMs);
  if (repsDone(state, nowMs) === 0 && by < 0) return state;
  return !state.isPaced && reps >= step.reps ? next(counted, nowMs) : counted;
}

/** Be done with the step: a set counts as done as far as it went. */
export function next(state, nowMs) {
  return isOpen(state) ? begin(noted(state, "done", nowMs), state.index + 1, nowMs) : state;
}

/** Leave the step out. */
export function skip(state, nowMs) {
  return isOpen(state) ? begin(noted(state, "skipped", nowMs), state.index + 1, nowMs) : state;
}

/** Do the set anew; from its first seconds, or from a rest, the set before. What is done anew is forgotten. */
export function back(state, nowMs) {
  if (!isOpen(state)) return state;
  const isInSet = stepOf(state).kind === "work" && elapsedMs(state, nowMs) > AGAIN_MS;
  const target = isInSet ? state.index : lastWork(state.steps, state.index);
  if (target < 0) return begin(state, 0, nowMs);
  const sets = Object.fromEntries(Object.entries(state.sets).filter(([index]) => Number(index) < target));
  return begin({ ...state, sets }, target - 1, nowMs);
}

/** Stop the exercise: the set that hurt is marked, the sets that are left are skipped, the next exercise comes. */
export function stopExercise(state, nowMs, { outcome = "stopped_for_pain" } = {}) {
  if (!isOpen(state)) return state;
  const { exercise } = stepOf(state);
  let current = state;
  let index = state.index;
  let isFirst = true;
  for (; index < state.steps.length && state.steps[index].exercise === exercise; index += 1) {
    if (state.steps[index].kind !== "work") continue;
    const here = { ...current, index };
    current = noted(index === state.index ? current : { ...here, spentMs: 0, counted: 0, phase: "paused" },
      isFirst ? outcome : "skipped", nowMs);
    isFirst = false;
  }
  return begin({ ...current, phase: "running" }, index, nowMs);
}

/** Mark the last set of an exercise that is over: it hurt after all. */
export function markLast(state, exercise, outcome) {
  const last = Object.keys(state.sets).map(Number).filter((index) => state.steps[index].exercise === exercise).at(-1);
  if (last === undefined || outcome !== "stopped_for_pain") return state;
  return { ...state, sets: { ...state.sets, [last]: { ...state.sets[last], outcome } } };
}

/** End the session here: a set that was under way counts as far as it went, what was not begun is not listed. */
export function finish(state, nowMs) {
  if (!isOpen(state)) return state;
  const isUnderWay = stepOf(state).kind === "work" && elapsedMs(state, nowMs) > AGAIN_MS;
  const last = isUnderWay ? noted(state, "done", nowMs) : state;
  return { ...last, phase: "ended", index: state.steps.length, seenMs: nowMs };
}

/** The sets in the order they were done, as they are kept. */
export function setsOf(state, exercises) {
  return Object.entries(state.sets)
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([index, set]) => {
      const { exercise, side, set: number } = state.steps[index];
      const { exercise_id, part_id } = exercises[exercise];
      return { exercise_id, part_id, side, set_number: number, ...set };
    });
}

/** The state to be put away, and what comes back of it: paused, whatever it was. */
export const toPlain = ({ isPaced, phase, index, spentMs, counted, sets }, nowSpentMs = spentMs) =>
  ({ isPaced, phase, index, spentMs: nowSpentMs, counted, sets });
export const fromPlain = (steps, plain) =>
  ({ ...newSession(steps), ...plain, phase: plain.phase === "running" ? "paused" : plain.phase });

const isOpen = (state) => state.phase === "running" || state.phase === "paused";

function begin(state, index, nowMs) {
  const isOver = index >= state.steps.length;
  return {
    ...state, index, phase: isOver ? "ended" : "running", sinceMs: nowMs, seenMs: nowMs, spentMs: 0, counted: 0,
    wasAway: false,
  };
}

function noted(state, outcome, nowMs) {
  const step = stepOf(state);
  if (step.kind !== "work") return state;
  const reps = outcome === "skipped" ? null : repsDone(state, nowMs);
  const isUncounted = outcome === "done" && reps === 0; // said to be done, and nobody counted
  const wholeS = Math.round(Math.min(elapsedMs(state, nowMs) / 1000, step.seconds ?? Infinity));
  const holdS = step.seconds === null ? step.holdS : wholeS;
  const set = { outcome, reps: isUncounted ? null : reps, hold_s: outcome === "skipped" ? null : holdS };
  return { ...state, sets: { ...state.sets, [state.index]: set } };
}

function lastWork(steps, before) {
  for (let index = before - 1; index >= 0; index -= 1) if (steps[index].kind === "work") return index;
  return -1;
}
