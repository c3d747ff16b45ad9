// Joins the parts of the page: one clock, and everything that follows it.

import { chartCursor, seekOnClick } from "./charts.js";
import { nearestFrame, poseClock, videoClock } from "./clock.js";
import { markContents } from "./contents.js";
import { listenToKeys } from "./keyboard.js";
import { clipAddress, readPageData } from "./page_data.js";
import { unfoldForPrint } from "./printing.js";
import { skeletonPainter } from "./skeleton.js";
import { neighbourContact, stepPicker, strideAt } from "./steps.js";
import { paintStills } from "./stills.js";
import { connectTabs } from "./tabs.js";

const players = [...document.querySelectorAll(".clip-section")].map(startPlayer);
const clipTabs = connectTabs(document.querySelector(".clip-tabs"), players);
unfoldForPrint();
markContents();
connectSeekers(players, clipTabs);
if (players.length) window.evenstridePlayer = players[0]; // for measuring; nothing on the page reads it

function startPlayer(section) {
  const suffix = section.id.replace("clip", "");
  const data = readPageData(suffix);
  const stage = section.querySelector(".stage");
  const video = stage.querySelector("video");
  const address = clipAddress(suffix, video);
  const clock = video ? videoClock(video, data.video_time_s) : poseClock(data.time_s);
  const loop = { stride: null };
  const part = (name) => section.querySelector(`[data-part="${name}"]`);
  const player = { section, part, data, stage, video, clock, loop, costMs: [] };

  const paintFrame = connectPictures(player);
  connectButtons(player);
  connectKeys(player);
  paintFrame(0);
  showFailure(player);
  if (video) video.src = address;
  paintStills(section, address, data).catch(() => { /* the drawn figures stay, without pictures */ });
  return player;
}

function connectPictures({ section, part, data, stage, clock, loop, costMs }) {
  const charts = part("charts");
  const painter = skeletonPainter(stage.querySelector("canvas"), data);
  const cursor = chartCursor(charts, data);
  const steps = stepPicker(part("steps"), data, (timeS) => seekTo(clock, data, timeS));
  const scrubber = part("scrubber");
  const readout = part("time-readout").firstChild;

  function paintFrame(frame) {
    const startedMs = performance.now();
    painter.paint(frame);
    cursor.moveTo(frame);
    steps.show(frame);
    scrubber.value = frame;
    readout.nodeValue = timeText(data, frame);
    stage.dataset.frame = frame;
    costMs.push(performance.now() - startedMs);
    if (costMs.length > 2000) costMs.splice(0, 1000);
    if (loop.stride && clock.isPlaying && data.time_s[frame] >= loop.stride.next_same_contact_s) {
      clock.show(nearestFrame(data.time_s, loop.stride.contact_s));
    }
  }

  function fit() {
    painter.fit();
    cursor.fit();
    steps.fit();
    paintFrame(clock.frame);
  }

  const sizes = new ResizeObserver(fit);
  sizes.observe(stage);
  sizes.observe(charts.querySelector(".charts-track"));
  painter.fit();
  cursor.fit();
  steps.fit();
  clock.onFrame(paintFrame);
  seekOnClick(charts, data, (timeS) => seekTo(clock, data, timeS));
  scrubber.addEventListener("input", () => clock.show(Number(scrubber.value)));
  clock.onState((isPlaying) => {
    if (!isPlaying) scrubber.setAttribute("aria-valuetext", timeText(data, clock.frame));
  });
  connectToggles(section, stage, painter, () => paintFrame(clock.frame));
  return paintFrame;
}

function connectToggles(section, stage, painter, repaint) {
  for (const box of section.querySelectorAll("[data-overlay]")) {
    box.addEventListener("change", () => {
      if (box.dataset.overlay === "picture") stage.classList.toggle("is-without-picture", !box.checked);
      else painter.shown[box.dataset.overlay] = box.checked;
      repaint();
    });
  }
}

function connectButtons({ section, part, data, clock, loop }) {
  const play = part("play");
  const actions = playerActions({ data, clock });
  for (const button of section.querySelectorAll("[data-action]")) {
    button.addEventListener("click", () => actions[button.dataset.action]());
  }
  clock.onState((isPlaying) => {
    play.classList.toggle("is-playing", isPlaying);
    play.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
  });
  for (const choice of section.querySelectorAll("[data-part=rate]")) {
    choice.addEventListener("change", () => clock.setRate(Number(choice.value)));
  }
  const loopBox = part("loop");
  loopBox.addEventListener("change", () => {
    loop.stride = loopBox.checked ? strideAt(data.steps, data.time_s[clock.frame]) : null;
    if (loop.stride) clock.show(nearestFrame(data.time_s, loop.stride.contact_s));
  });
}

function connectSeekers(players, tabs) {
  for (const button of document.querySelectorAll("[data-seek-s]")) {
    button.addEventListener("click", () => {
      const index = Number(button.dataset.clip || 1) - 1;
      const { section, clock, data } = players[index];
      tabs.choose(index);
      clock.pause();
      seekTo(clock, data, Number(button.dataset.seekS));
      const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      section.scrollIntoView({ behavior: isStill ? "auto" : "smooth", block: "start" });
    });
  }
}

function connectKeys({ section, part, data, clock }) {
  const actions = playerActions({ data, clock });
  const keys = {
    " ": actions.play,
    ",": actions.back,
    ".": actions.forward,
    ArrowLeft: actions.back,
    ArrowRight: actions.forward,
    "[": actions.previous,
    "]": actions.next,
  };
  const box = part("keys-on");
  listenToKeys(section, keys, () => box.checked);
}

function playerActions({ data, clock }) {
  function jump(direction) {
    clock.pause();
    const step = neighbourContact(data.steps, data.time_s[clock.wantedFrame], direction);
    if (step) clock.show(nearestFrame(data.time_s, step.contact_s));
  }
  return {
    play: () => (clock.isPlaying ? clock.pause() : clock.play()),
    back: () => clock.stepBy(-1),
    forward: () => clock.stepBy(1),
    previous: () => jump(-1),
    next: () => jump(1),
  };
}

function seekTo(clock, data, timeS) {
  clock.show(nearestFrame(data.time_s, timeS));
}

function timeText(data, frame) {
  return `${data.time_s[frame].toFixed(3)} s · frame ${frame + 1} of ${data.time_s.length}`;
}

function showFailure({ part, video, stage }) {
  if (!video) return;
  video.addEventListener("error", () => {
    stage.classList.add("is-without-picture");
    part("clip-failed").hidden = false;
  });
}
