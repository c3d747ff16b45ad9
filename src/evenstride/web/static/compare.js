// Two clips in the phase of a stride: one place between a contact and the next of the same foot moves both films, both
// skeletons, the figures laid on each other and the cursor in the curves.
import { nearestFrame, poseClock, videoClock } from "../report/clock.js";
import { readPageData } from "../report/page_data.js";
import { skeletonPainter } from "../report/skeleton.js";
import { laidOnHips, stridesOf } from "./laid_on_hips.js";

const EARLIER_COLOURS = { accent: "#f2b45a", pale: "rgba(242, 205, 150, 0.85)" };
const PERCENT = 100;

const root = document.getElementById("phase");
const curves = JSON.parse(document.getElementById("phase-data").textContent);
const runners = ["earlier", "later"].map(startRunner);
const state = { phase: 0, rate: 0.25, isPlaying: false, lastMs: 0 };
const slider = root.querySelector("#phase-slider");
const words = root.querySelector("#phase-words");
const play = root.querySelector("#phase-play");
const cursors = [...root.querySelectorAll(".phase-cursor")];
const readouts = [...root.querySelectorAll("[data-value]")].map((element) => ({
  text: element.firstChild,
  values: curves[Number(element.dataset.value)][element.dataset.which],
}));

connect();
chooseSide();
window.evenstrideComparison = { runners, state, showPhase }; // for tests; nothing on the page reads it

function startRunner(which) {
  const data = readPageData(`-${which}`);
  const stage = root.querySelector(`.compare-stage[data-which=${which}]`);
  const video = stage.querySelector("video");
  const clock = video ? videoClock(video, data.video_time_s) : poseClock(data.time_s);
  const colours = which === "earlier" ? EARLIER_COLOURS : undefined;
  const painter = skeletonPainter(stage.querySelector("canvas"), data, colours);
  const laid = laidOnHips(data, { isMirrored: data.legs[0].side === "left" });
  const overlay = skeletonPainter(root.querySelector(`#overlay canvas[data-which=${which}]`), laid, colours);
  const runner = {
    data,
    clock,
    overlay,
    painter,
    stage,
    strides: [],
    stride: null,
    wanted: 0,
    select: root.querySelector(`[data-stride=${which}]`),
    time: root.querySelector(`[data-time=${which}]`),
  };
  painter.shown.angles = false;
  overlay.shown.angles = false;
  clock.onFrame((frame) => {
    painter.paint(frame);
    stage.dataset.frame = frame;
  });
  if (video) {
    video.addEventListener("seeked", () => follow(runner));
    video.addEventListener("error", () => stage.classList.add("is-without-picture"));
    video.src = video.dataset.address;
  }
  return runner;
}

function connect() {
  slider.addEventListener("input", () => showPhase(Number(slider.value) / PERCENT));
  play.addEventListener("click", () => setPlaying(!state.isPlaying));
  for (const choice of root.querySelectorAll("[name=phase-side]")) choice.addEventListener("change", chooseSide);
  for (const choice of root.querySelectorAll("[name=phase-rate]")) {
    choice.addEventListener("change", () => {
      state.rate = Number(choice.value);
    });
  }
  for (const runner of runners) {
    runner.select.addEventListener("change", () => {
      runner.stride = runner.strides[Number(runner.select.value)];
      showPhase(state.phase);
    });
  }
  for (const field of root.querySelectorAll("[data-field]")) {
    field.addEventListener("click", (event) => {
      const box = field.getBoundingClientRect();
      setPlaying(false);
      showPhase((event.clientX - box.left) / box.width);
    });
  }
  document.addEventListener("keydown", onKey);
  const sizes = new ResizeObserver(fit);
  for (const runner of runners) sizes.observe(runner.stage);
  sizes.observe(root.querySelector("#overlay"));
}

function onKey(event) {
  const isTyping = event.target.matches("select, textarea, input:not([type=range])");
  const isPressing = event.key === " " && event.target.matches("button, summary, a");
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping || isPressing) return;
  const step = { ",": -1, ".": 1 }[event.key];
  if (step) {
    setPlaying(false);
    showPhase(Math.round(state.phase * PERCENT + step) / PERCENT);
  } else if (event.key === " ") {
    setPlaying(!state.isPlaying);
  } else {
    return;
  }
  event.preventDefault();
}

// The stride in the middle of each clip, from the contact of the chosen foot.
function chooseSide() {
  const { value: side } = root.querySelector("[name=phase-side]:checked");
  for (const runner of runners) {
    runner.strides = stridesOf(runner.data, side);
    runner.select.replaceChildren(...runner.strides.map((stride, index) => new Option(String(stride.number), index)));
    const middle = Math.floor((runner.strides.length - 1) / 2);
    runner.stride = runner.strides[middle] || null;
    if (runner.stride) runner.select.value = String(middle);
    runner.select.disabled = runner.strides.length < 2;
  }
  showPhase(state.phase);
}

function showPhase(phase) {
  state.phase = Math.min(1, Math.max(0, phase));
  const percent = Math.round(state.phase * PERCENT);
  for (const runner of runners) {
    if (!runner.stride) continue;
    const timeS = runner.stride.fromS + state.phase * (runner.stride.toS - runner.stride.fromS);
    runner.wanted = nearestFrame(runner.data.time_s, timeS);
    runner.overlay.paint(runner.wanted);
    runner.time.textContent = `${runner.data.time_s[runner.wanted].toFixed(3)} s`;
    follow(runner);
  }
  slider.value = percent;
  words.textContent = `${percent} % of the stride`;
  slider.setAttribute("aria-valuetext", words.textContent);
  for (const cursor of cursors) cursor.style.left = `${(state.phase * PERCENT).toFixed(2)}%`;
  for (const { text, values } of readouts) text.nodeValue = angleText(values[percent]);
}

// A film is asked for the next picture only once it shows the last one that it was asked for.
function follow({ clock, stage, wanted }) {
  const video = stage.querySelector("video");
  if (video && !video.error && video.seeking) return;
  if (clock.wantedFrame !== wanted) clock.show(wanted);
}

function setPlaying(isPlaying) {
  state.isPlaying = isPlaying;
  play.classList.toggle("is-playing", isPlaying);
  play.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
  if (!isPlaying) return;
  state.lastMs = performance.now();
  requestAnimationFrame(tick);
}

function tick(nowMs) {
  const { stride } = runners[1];
  if (!state.isPlaying || !stride) return;
  const part = (state.rate * (nowMs - state.lastMs)) / 1000 / (stride.toS - stride.fromS);
  state.lastMs = nowMs;
  showPhase((state.phase + Math.max(0, part)) % 1);
  requestAnimationFrame(tick);
}

function fit() {
  for (const { painter, overlay, clock, wanted } of runners) {
    painter.fit();
    painter.paint(clock.frame);
    overlay.fit();
    overlay.paint(wanted);
  }
}

function angleText(value) {
  return value === null ? "–" : `${Math.round(value)}°`.replace("-", "\u2212");
}
