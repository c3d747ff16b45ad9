// The session's state machine against schedules worked out by hand. Run by test_session_modules.py with Node.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as m from "../../../../src/evenstride/web/static/session_machine.js";
import { cuesOf, durationMs, repetitionAt, roundsOf, stepsOf } from "../../../../src/evenstride/web/static/session_steps.js";
import { painStep, painWords } from "../../../../src/evenstride/web/static/session_pain.js";

const PAUSES = { readyS: 10, changeS: 5, betweenSetsS: 30, betweenIntervalsS: 5 };
const HOLDS = [{ words: "hold", seconds: 5 }, { words: "let go", seconds: 3 }];
const TEMPO = [{ words: "down", seconds: 2 }, { words: "up", seconds: 1 }];
const interval = (more = {}) => ({ exercise_id: "roll", part_id: null, sides: "each_side", sets: 2, reps: null, hold_s: null, work_s: 30, rest_s: 20, phases: [], ...more });
const holds = (more = {}) => ({ exercise_id: "squeeze", part_id: "bridge", sides: "both_at_once", sets: 2, reps: 4, hold_s: 5, work_s: null, rest_s: null, phases: HOLDS, ...more });
const plain = (steps) => steps.map((step) => [step.kind, step.set, step.side, step.kind === "work" ? durationMs(step, true) / 1000 : step.seconds]);
const s = (seconds) => seconds * 1000;
const started = (exercises, more = {}) => m.start(m.newSession(stepsOf(exercises, PAUSES), more), 0);

test("intervals on each side: one side rests while the other works, the rest comes once a set", () => {
  assert.deepEqual(plain(stepsOf([interval()], PAUSES)), [
    ["ready", 1, "left", 10], ["work", 1, "left", 30], ["change", 1, "right", 5], ["work", 1, "right", 30],
    ["rest", 2, "left", 20], ["work", 2, "left", 30], ["change", 2, "right", 5], ["work", 2, "right", 30],
  ]);
});

test("the side that needs more begins, and has one set more", () => {
  assert.deepEqual(roundsOf({ sides: "right_more", sets: 1 }), [["right", "left"], ["right"]]);
  assert.deepEqual(roundsOf({ sides: "left_more", sets: 2 }), [["left", "right"], ["left", "right"], ["left"]]);
  assert.deepEqual(roundsOf({ sides: "both_at_once", sets: 3 }), [[null], [null], [null]]);
});

test("holds of 5 s, four of them, let go for 3 s: a set takes 32 s", () => {
  assert.deepEqual(plain(stepsOf([holds()], PAUSES)), [["ready", 1, null, 10], ["work", 1, null, 32], ["rest", 2, null, 30], ["work", 2, null, 32]]);
});

test("in a paced set every moment has its repetition and its part", () => {
  const [, work] = stepsOf([holds()], PAUSES);
  assert.deepEqual(repetitionAt(work, 0), { number: 1, phase: HOLDS[0], leftMs: 5000 });
  assert.deepEqual(repetitionAt(work, 4999), { number: 1, phase: HOLDS[0], leftMs: 1 });
  assert.deepEqual(repetitionAt(work, 5000), { number: 1, phase: HOLDS[1], leftMs: 3000 });
  assert.deepEqual(repetitionAt(work, 8000), { number: 2, phase: HOLDS[0], leftMs: 5000 });
  assert.deepEqual(repetitionAt(work, 31999), { number: 4, phase: HOLDS[1], leftMs: 1 });
  assert.deepEqual(repetitionAt(work, 32000), { number: 4, phase: HOLDS[1], leftMs: 0 });
});

test("what is heard: the last three seconds and the end of an interval, each part of a repetition", () => {
  const [ready, work] = stepsOf([interval()], PAUSES);
  assert.deepEqual(cuesOf(ready, true).map(({ atMs, kind }) => [atMs, kind]), [[7000, "count"], [8000, "count"], [9000, "count"]]);
  assert.deepEqual(cuesOf(work, true).map(({ atMs, kind }) => [atMs, kind]),
    [[0, "start"], [27000, "count"], [28000, "count"], [29000, "count"], [30000, "end"]]);
  const [, squat] = stepsOf([holds({ reps: 2, hold_s: null, phases: TEMPO })], PAUSES);
  assert.deepEqual(cuesOf(squat, true).map(({ atMs, kind }) => [atMs, kind]),
    [[0, "start"], [2000, "phase"], [3000, "phase"], [5000, "phase"], [6000, "end"]]);
  assert.deepEqual(cuesOf(squat, false).map(({ kind }) => kind), ["start"]);
});

test("a session by the clock alone, looked at every 200 ms, ends on the second", () => {
  let state = started([interval({ sets: 1 }), holds({ sets: 1 })]);
  const whole = 10 + 30 + 5 + 30 + 10 + 32;
  for (let ms = 0; ms < s(whole); ms += 200) state = m.tick(state, ms);
  assert.equal(state.phase, "running");
  state = m.tick(state, s(whole));
  assert.equal(state.phase, "ended");
  assert.deepEqual(m.setsOf(state, [interval(), holds()]), [
    { exercise_id: "roll", part_id: null, side: "left", set_number: 1, outcome: "done", reps: null, hold_s: 30 },
    { exercise_id: "roll", part_id: null, side: "right", set_number: 1, outcome: "done", reps: null, hold_s: 30 },
    { exercise_id: "squeeze", part_id: "bridge", side: null, set_number: 1, outcome: "done", reps: 4, hold_s: 5 },
  ]);
});

test("a tab that slept for a minute wakes where the clock is, without drift", () => {
  let state = m.tick(started([interval()]), s(3));
  state = m.tick(state, s(62.25));
  assert.deepEqual([m.stepOf(state).kind, m.stepOf(state).side], ["work", "right"]);
  assert.equal(m.elapsedMs(state, s(62.25)), s(17.25));
  assert.equal(m.leftMs(state, s(62.25)), s(12.75));
});

test("looked at seldom or often, the same state comes out", () => {
  const often = Array.from({ length: 900 }, (_, at) => at * 100 + 37).reduce((state, ms) => m.tick(state, ms), started([interval(), holds()]));
  const once = m.tick(started([interval(), holds()]), 899 * 100 + 37);
  assert.deepEqual(m.toPlain(often, m.elapsedMs(often, 90000)), m.toPlain(once, m.elapsedMs(once, 90000)));
});

test("a device that slept for more than ten minutes did not train: the clock stands where it was last seen", () => {
  let state = m.tick(started([interval()]), s(20));
  state = m.tick(state, s(20) + m.MOST_AWAY_MS + 1);
  assert.equal(state.phase, "paused");
  assert.equal(state.wasAway, true);
  assert.equal(m.elapsedMs(state, s(9999)), s(10));
  assert.equal(m.leftMs(m.tick(m.resume(state, s(10_000)), s(10_005)), s(10_005)), s(15));
});

test("a pause stops the clock and nothing else", () => {
  let state = m.tick(started([interval()]), s(15));
  state = m.tick(m.pause(state, s(15)), s(400));
  assert.equal(m.leftMs(state, s(400)), s(25));
  state = m.tick(m.resume(state, s(500)), s(524));
  assert.equal(m.leftMs(state, s(524)), s(1));
  assert.equal(m.stepOf(m.tick(state, s(525))).kind, "change");
});

test("repetitions counted by hand: the last one ends the set, one too many can be taken back", () => {
  let state = m.tick(started([holds({ reps: 3 })], { isPaced: false }), s(10));
  assert.equal(m.leftMs(state, s(10)), null);
  state = m.count(m.count(state, 1, s(12)), 1, s(14));
  state = m.count(state, -1, s(15));
  assert.equal(m.repsDone(state, s(15)), 1);
  state = m.tick(state, s(400));
  assert.equal(m.stepOf(state).kind, "work", "a set that is counted waits for the runner");
  state = m.count(m.count(state, 1, s(401)), 1, s(403));
  assert.deepEqual(state.sets[1], { outcome: "done", reps: 3, hold_s: 5 });
  assert.equal(m.stepOf(state).kind, "rest");
});

test("paced repetitions can be put right, and never fall below none", () => {
  let state = m.tick(started([holds()]), s(10 + 17));
  assert.equal(m.repsDone(state, s(27)), 2);
  state = m.count(state, -1, s(27));
  assert.equal(m.repsDone(state, s(27)), 1);
  state = m.count(m.count(m.count(state, -1, s(27)), -1, s(27)), -1, s(27));
  assert.equal(m.repsDone(state, s(27)), 0);
});

test("being done early keeps how far it went; skipping keeps nothing; not counted is not none", () => {
  const early = m.next(m.tick(started([interval()]), s(10 + 12.4)), s(10 + 12.4));
  assert.deepEqual(early.sets[1], { outcome: "done", reps: null, hold_s: 12 });
  const skipped = m.skip(m.tick(started([interval()]), s(15)), s(15));
  assert.deepEqual(skipped.sets[1], { outcome: "skipped", reps: null, hold_s: null });
  const uncounted = m.next(m.tick(started([holds()], { isPaced: false }), s(30)), s(30));
  assert.deepEqual(uncounted.sets[1], { outcome: "done", reps: null, hold_s: 5 });
});

test("back does the set anew, from its first seconds the one before, and forgets what is done anew", () => {
  const inSecond = m.tick(started([interval()]), s(10 + 30 + 5 + 8));
  const again = m.back(inSecond, s(53));
  assert.deepEqual([m.stepOf(again).kind, m.stepOf(again).side, Object.keys(again.sets)], ["change", "right", ["1"]]);
  const early = m.back(m.tick(started([interval()]), s(46)), s(46));
  assert.deepEqual([m.stepOf(early).kind, m.stepOf(early).side, Object.keys(early.sets)], ["ready", "left", []]);
  assert.equal(m.back(m.tick(started([interval()]), s(2)), s(2)).index, 0);
});

test("stopping for pain marks the set that hurt, skips the rest of the exercise and goes to the next", () => {
  const state = m.stopExercise(m.tick(started([interval(), holds()]), s(10 + 30 + 5 + 12)), s(57));
  assert.deepEqual(Object.values(state.sets).map(({ outcome }) => outcome), ["done", "stopped_for_pain", "skipped", "skipped"]);
  assert.equal(state.sets[3].hold_s, 12);
  assert.deepEqual([m.stepOf(state).kind, m.stepOf(state).exercise, state.phase], ["ready", 1, "running"]);
  const last = m.stopExercise(m.tick(started([interval()]), s(20)), s(20));
  assert.equal(last.phase, "ended");
  const paused = m.stopExercise(m.pause(m.tick(started([holds()]), s(10 + 17)), s(27)), s(90));
  assert.equal(paused.sets[1].reps, 2, "what was done before the pause counts");
});

test("pain that comes after the last set of an exercise marks that set", () => {
  const state = m.tick(started([interval({ sets: 1 }), holds()]), s(10 + 30 + 5 + 30 + 4));
  assert.equal(m.markLast(state, 0, "stopped_for_pain").sets[3].outcome, "stopped_for_pain");
  assert.equal(m.markLast(state, 0, "skipped"), state);
});

test("ending in the middle keeps what was done of the set, and lists nothing that was not begun", () => {
  const state = m.finish(m.tick(started([interval(), holds()]), s(10 + 30 + 5 + 12)), s(57));
  assert.equal(state.phase, "ended");
  assert.deepEqual(Object.keys(state.sets), ["1", "3"]);
  assert.equal(m.finish(m.newSession([]), 0).phase, "waiting");
});

test("put away and taken out again it is paused where it was", () => {
  const steps = stepsOf([interval()], PAUSES);
  const state = m.tick(m.start(m.newSession(steps), 0), s(22));
  const back = m.fromPlain(steps, JSON.parse(JSON.stringify(m.toPlain(state, m.elapsedMs(state, s(22))))));
  assert.equal(back.phase, "paused");
  assert.equal(m.leftMs(m.resume(back, s(5000)), s(5001)), s(17));
});

test("pain: up to 3 is fine, 4 and 5 ask for less, above 5 and what is sharp stop", () => {
  const rule = { fine_up_to: 3, stop_above: 5, fine: "F", less: "L", stop: "S", pressing: "P" };
  assert.deepEqual([0, 3, 4, 5, 6, 10].map((level) => painStep(level, false, rule)), ["fine", "fine", "less", "less", "stop", "stop"]);
  assert.equal(painStep(0, true, rule), "stop");
  assert.equal(painWords("stop", true, false, rule), "P");
  assert.equal(painWords("less", false, true, rule), "L");
  assert.match(painWords("stop", false, true, rule), /^S It happened before: .*physiotherapist/);
});
