// The coach's page: with the camera or by hand, the keys, and what was done in the end.
import { ByCamera } from "./coach_by_camera.js";
import { ByHand } from "./coach_by_hand.js";
import { Results } from "./coach_results.js";
import { CoachStage } from "./coach_stage.js";
import { CoachVoice } from "./coach_voice.js";
import { ScreenLight } from "./session_screen.js";
import { showToast } from "./toasts.js";

const byId = (id) => document.getElementById(id);
const root = byId("coach");
const plan = JSON.parse(root.dataset.exercise);
const stage = new CoachStage();
const voice = new CoachVoice();
const light = new ScreenLight((words) => showToast(words));
const results = new Results(plan);
const parts = { plan, stage, voice, results, hear: { onFinished: finish, onFailed: offerHand } };
let run = null;
let isPaused = false;
let goOnFrom = plan.turns[0];

byId("coach-dose").textContent = doseWords(plan);
for (const [id, begin] of [["with-camera", () => start(new ByCamera({ ...parts, looks: chosenLooks() }))], ["by-hand", () => start(new ByHand(parts))]]) {
  const button = byId(id);
  if (!button) continue;
  button.hidden = false;
  button.addEventListener("click", begin);
}
const press = {
  pause: () => setPaused(!isPaused),
  less: () => run.correct(-1),
  more: () => run.correct(1),
  next: () => run.next(),
  "to-hand": () => goOnByHand(),
  mute: () => byId("mute").setAttribute("aria-pressed", String(voice.toggleMuted())),
  stop: () => run.leave(),
};
for (const [id, act] of Object.entries(press)) byId(id).addEventListener("click", act);
const KEYS = { " ": "pause", n: "next", N: "next", "+": "more", "-": "less", m: "mute", M: "mute", h: "to-hand", H: "to-hand", Escape: "stop" };
document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  const isOnButton = event.key === " " && event.target.closest?.("button");
  if (!run || !act || isOnButton || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (!byId(act).hidden) byId(act).click();
});
byId("after-form")?.addEventListener("submit", keep);

function start(begun) {
  run = begun;
  results.begin();
  stage.open();
  light.hold();
  voice.begin({ speaks: isTicked("voice"), hasTones: isTicked("sounds") }).then((hasVoice) => {
    if (!hasVoice) stage.note("This device has no voice of its own: read the sentences, hear the tones.");
  });
  run.start();
}

function setPaused(wanted) {
  isPaused = wanted;
  stage.paused(isPaused);
  if (isPaused) run.pause();
  else run.resume();
}

/** The camera does not work, or not any more: everything goes on by the timer, once the runner says so. */
function offerHand(words, turn) {
  goOnFrom = turn;
  stage.state = "failed";
  stage.show({ number: "–", under: "no camera" });
  stage.cue(words, "lost");
  stage.note("The timer does everything by hand: it leads, counts the time, and you correct the count.");
  byId("to-hand").focus();
}

function goOnByHand() {
  goOnFrom = run.turn ?? goOnFrom;
  const counted = run.counted;
  run.stop();
  run = new ByHand(parts);
  setPaused(false);
  stage.note("");
  byId("stage-name").focus();
  run.start(goOnFrom);
  if (counted > 0) run.correct(counted);
}

function finish() {
  if (!run) return;
  run.stop();
  run = null;
  light.release();
  voice.finish();
  stage.close();
  if (results.isEmpty) return;
  byId("coach-before").hidden = true;
  byId("coach-after").hidden = false;
  results.fill(byId("after-sets"), byId("after-remarks"));
  byId("after-title").focus();
}

async function keep(event) {
  event.preventDefault();
  const form = event.target;
  const chosen = (name) => (form.elements[name].value === "" ? null : form.elements[name].value);
  const level = (name) => (chosen(name) === null ? null : Number(chosen(name)));
  byId("after-error").textContent = "";
  try {
    if (!results.canBeKept) throw new Error("Nothing was done that could be kept.");
    await results.keep({
      runnerId: root.dataset.runner,
      effort: level("effort"),
      pain: level("pain"),
      painPlace: level("pain") ? chosen("pain_place") : null,
    });
    form.querySelector(".actions button").disabled = true;
    form.querySelector(".actions button").textContent = "Kept";
    showToast("Kept in the diary.");
  } catch (error) {
    byId("after-error").textContent = [error.message, error.next].filter(Boolean).join(" ");
  }
}

/** Who looks at the pictures; the computer where this installation leaves no choice. */
function chosenLooks() {
  return root.querySelector('input[name="looks"]:checked')?.value ?? "computer";
}

function isTicked(name) {
  return root.querySelector(`input[name="${name}"]`).checked;
}

function doseWords({ turns, sets }) {
  const { reps, hold_s: holdS, work_s: workS } = turns[0];
  const each = reps ? `${reps} repetitions${holdS ? `, each held for ${holdS} s` : ""}` : `${workS} s`;
  return `${sets} ${sets === 1 ? "set" : "sets"} of ${each}${turns[0].side ? ", on each side" : ""}.`;
}
