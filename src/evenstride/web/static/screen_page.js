// A home test's page: before the camera side after side, with a clip, or by a stopwatch; what came of it goes into the
// same form, where it can be looked at before it is kept.
import { ScreenByCamera } from "./screen_by_camera.js";
import { connectClip } from "./screen_clip.js";
import { Metronome } from "./screen_metronome.js";
import { ScreenScores } from "./screen_scores.js";
import { connectStopwatches } from "./screen_stopwatch.js";
import { CoachStage } from "./coach_stage.js";
import { CoachVoice } from "./coach_voice.js";
import { ScreenLight } from "./session_screen.js";
import { showToast } from "./toasts.js";

const byId = (id) => document.getElementById(id);
const root = byId("screen");
const plan = JSON.parse(root.dataset.screen);
const form = byId("by-form");
const voice = new CoachVoice();
const metronome = new Metronome(voice, plan.beat_s);
const scores = new ScreenScores(plan, form);
const light = new ScreenLight((words) => showToast(words));
let run = null;

connectStopwatches(form, plan);
connectClip(form, plan, isAllowed);
connectMetronome();
form.addEventListener("submit", (event) => scores.keep(event));

const withCamera = byId("with-camera");
if (withCamera) {
  withCamera.hidden = false;
  withCamera.addEventListener("click", () => {
    if (isAllowed()) start();
  });
  const press = { next: () => run.done(), mute: toggleMuted, hurts: () => run.hurts(), stop: () => finish() };
  for (const [id, act] of Object.entries(press)) byId(id).addEventListener("click", act);
  const KEYS = { n: "next", N: "next", " ": "next", m: "mute", M: "mute", Escape: "stop" };
  document.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    const isOnButton = event.key === " " && event.target.closest?.("button");
    if (!run || !act || isOnButton || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    byId(act).click();
  });
}

/** The reasons to leave it out were looked at. */
function isAllowed() {
  const tick = form.elements.is_clear;
  if (!tick) return true;
  byId("clear-error").textContent = "";
  if (tick.checked) return true;
  byId("clear-error").textContent = "First tick that none of the reasons to leave it out is true for you.";
  tick.focus();
  return false;
}

function start() {
  const stage = new CoachStage();
  run = new ScreenByCamera({ looks: form.elements.looks?.value ?? "computer", plan, stage, voice, metronome, hear: { onScore: (score) => scores.add(score), onFinished: finish } });
  stage.open();
  light.hold();
  voice.begin({ speaks: true, hasTones: true }).then((hasVoice) => {
    if (!hasVoice) stage.note("This device has no voice of its own: read the sentences, hear the tones.");
  });
  run.start();
}

function finish() {
  if (!run) return;
  run.stop();
  run = null;
  metronome.stop();
  light.release();
  voice.finish();
  new CoachStage().close();
  if (scores.isEmpty) withCamera.focus();
  else scores.show();
}

function toggleMuted() {
  byId("mute").setAttribute("aria-pressed", String(voice.toggleMuted()));
}

function connectMetronome() {
  const button = byId("metronome");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const isOn = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!isOn));
    if (isOn) metronome.stop();
    else {
      await voice.begin({ speaks: false, hasTones: true });
      metronome.start();
    }
  });
}
