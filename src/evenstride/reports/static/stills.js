// Pictures for the key frames: taken from a second, hidden copy of the clip, so that the player is left alone.

import { middleOfFrame } from "./clock.js";

export async function paintStills(section, address, data) {
  const stills = [...section.querySelectorAll(".still")];
  if (!address || stills.length === 0) return;
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  video.src = address;
  await once(video, "loadeddata");
  for (const still of stills) {
    video.currentTime = middleOfFrame(data.video_time_s, Number(still.dataset.frame));
    await once(video, "seeked");
    paintStill(still, video);
  }
  video.removeAttribute("src");
  document.documentElement.dataset.stills = "ready";
}

function paintStill(still, video) {
  const canvas = still.querySelector("canvas");
  const [x, y, width, height] = still.dataset.crop.split(" ").map(Number);
  canvas.width = 2 * Math.round(width);
  canvas.height = 2 * Math.round(height);
  canvas.getContext("2d").drawImage(video, x, y, width, height, 0, 0, canvas.width, canvas.height);
}

function once(element, name) {
  return new Promise((resolve, reject) => {
    element.addEventListener(name, resolve, { once: true });
    element.addEventListener("error", () => reject(new Error("The clip does not play in this browser.")), { once: true });
  });
}
