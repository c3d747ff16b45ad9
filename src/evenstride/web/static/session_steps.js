// From the exercises of a session to its steps, one after the other. Pure: no page, no clock.
//
// A step is {kind, exercise, set, side, seconds, reps, repSeconds, phases, holdS}:
//   ready   get into position before the first set of an exercise
//   change  change sides
//   rest    between sets
//   work    a set: an interval of `seconds`, or `reps` repetitions of `repSeconds` each (their `phases` in order)

/** Seconds to get ready and to change sides, and between sets where the dose names no rest. */
export const PAUSES = { readyS: 15, changeS: 10, betweenSetsS: 30, betweenIntervalsS: 5 };

/** Sides of every round of an exercise: one list a set; a side that needs more has one set more, alone, at the end. */
export function roundsOf({ sides, sets }) {
  if (sides === "both_at_once") return Array.from({ length: sets }, () => [null]);
  const order = sides === "right_more" ? ["right", "left"] : ["left", "right"];
  const rounds = Array.from({ length: sets }, () => order);
  return sides === "each_side" ? rounds : [...rounds, [order[0]]];
}

/** All steps of a session, in order. */
export function stepsOf(exercises, pauses = PAUSES) {
  return exercises.flatMap((exercise, index) => stepsOfExercise(exercise, index, pauses));
}

function stepsOfExercise(exercise, index, { readyS, changeS, betweenSetsS, betweenIntervalsS }) {
  const steps = [];
  const restS = exercise.rest_s ?? (exercise.reps === null ? betweenIntervalsS : betweenSetsS);
  roundsOf(exercise).forEach((sides, round) => {
    sides.forEach((side, turn) => {
      const place = { exercise: index, set: round + 1, side };
      if (round === 0 && turn === 0) steps.push({ kind: "ready", seconds: readyS, ...place });
      else if (turn > 0) steps.push({ kind: "change", seconds: changeS, ...place });
      else steps.push({ kind: "rest", seconds: side ? Math.max(restS, changeS) : restS, ...place });
      steps.push({ kind: "work", ...place, ...workOf(exercise) });
    });
  });
  return steps;
}

function workOf({ work_s: workS, reps, hold_s: holdS, phases }) {
  if (workS !== null) return { seconds: workS, reps: null, repSeconds: null, phases: [], holdS: null };
  const repSeconds = phases.reduce((sum, phase) => sum + phase.seconds, 0);
  return { seconds: null, reps, repSeconds, phases, holdS };
}

/** How long a step takes by itself, in ms; null where the runner says when it is over. */
export function durationMs(step, isPaced) {
  if (step.seconds !== null) return step.seconds * 1000;
  return isPaced ? step.reps * step.repSeconds * 1000 : null;
}

/** Where a paced set is: which repetition (from 1), which part of it, and how much of the part is left. */
export function repetitionAt(step, elapsedMs) {
  const repMs = step.repSeconds * 1000;
  const done = Math.min(step.reps - 1, Math.floor(elapsedMs / repMs));
  let leftMs = elapsedMs - done * repMs;
  for (const phase of step.phases) {
    if (leftMs < phase.seconds * 1000) return { number: done + 1, phase, leftMs: phase.seconds * 1000 - leftMs };
    leftMs -= phase.seconds * 1000;
  }
  return { number: done + 1, phase: step.phases.at(-1), leftMs: 0 };
}

const LAST_SECONDS = [3, 2, 1];

/** What is to be heard in a step, each at its moment in ms from the step's begin: start, phase, count, end. */
export function cuesOf(step, isPaced) {
  const lengthMs = durationMs(step, isPaced);
  const cues = step.kind === "work" ? [{ atMs: 0, kind: "start" }] : [];
  if (step.kind === "work" && step.seconds === null && isPaced) cues.push(...phaseCues(step));
  if (lengthMs === null) return cues;
  for (const second of LAST_SECONDS) {
    if (lengthMs > second * 1000 && (step.seconds !== null)) cues.push({ atMs: lengthMs - second * 1000, kind: "count" });
  }
  if (step.kind === "work") cues.push({ atMs: lengthMs, kind: "end" });
  return cues;
}

function phaseCues(step) {
  const cues = [];
  let atMs = 0;
  for (let number = 0; number < step.reps; number += 1) {
    for (const phase of step.phases) {
      if (atMs > 0) cues.push({ atMs, kind: "phase" });
      atMs += phase.seconds * 1000;
    }
  }
  return cues;
}
