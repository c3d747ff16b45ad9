// The check before filming: small stills of this device's camera go to the app, which says what to mend.
import { ask } from "./requests.js";

const LONG_SIDE_PX = 384;
const EVERY_MS = 700;
const PROBLEMS = {
  NotAllowedError: "The camera was not allowed. That is fine: follow the drawings above. To allow it, use the sign beside the address and start again.",
  NotFoundError: "This device has no camera. Follow the drawings above, or open this page on the phone.",
  NotReadableError: "Another program uses the camera. Close it and start again.",
};
const NO_CAMERA = "This browser gives no camera to pages here. Follow the drawings above.";

export function connectCheck() {
  const part = (name) => document.getElementById(`check-${name}`);
  const video = part("video");
  let stream = null;

  const end = (problem = "") => {
    for (const track of stream?.getTracks() || []) track.stop();
    stream = null;
    video.srcObject = null;
    part("live").hidden = true;
    part("begin").hidden = false;
    part("problem").hidden = !problem;
    part("problem").textContent = problem;
  };

  part("begin").addEventListener("click", async () => {
    end();
    if (!navigator.mediaDevices?.getUserMedia) return end(NO_CAMERA);
    try {
      const wanted = { facingMode: "environment", width: { ideal: 1280 }, frameRate: { ideal: 60 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
      video.srcObject = stream;
      await video.play();
    } catch (error) {
      return end(PROBLEMS[error.name] || NO_CAMERA);
    }
    part("begin").hidden = true;
    part("live").hidden = false;
    part("end").focus();
    stream.getVideoTracks()[0].addEventListener("ended", () => end("The camera was taken away. Start again."));
    follow(stream);
  });
  part("end").addEventListener("click", () => {
    end();
    part("begin").focus();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && stream) end();
  });

  const follow = async (own) => {
    const rate = countPictures(video);
    while (stream === own) {
      try {
        const { checks } = await lookAtStill(video, document.querySelector("[name=check-view]:checked").value);
        if (stream === own) show(part, [...checks, rateCheck(rate())]);
      } catch (error) {
        if (error.code !== "framing_busy" && stream === own) return end(`${error.message} ${error.next || ""}`);
      }
      await new Promise((wake) => setTimeout(wake, EVERY_MS));
    }
  };
}

// Plain pixels, so that the app has nothing to decode.
async function lookAtStill(video, view) {
  const scale = LONG_SIDE_PX / Math.max(video.videoWidth, video.videoHeight, 1);
  const width = Math.round(video.videoWidth * scale);
  const height = Math.round(video.videoHeight * scale);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    pixels[to] = data[from];
    pixels[to + 1] = data[from + 1];
    pixels[to + 2] = data[from + 2];
  }
  const headers = { "Content-Type": "application/octet-stream" };
  return ask(`/api/framing?width_px=${width}&height_px=${height}&view=${view}`, { method: "POST", body: pixels, headers });
}

// Pictures a second that the camera really gives; 0 until two came.
function countPictures(video) {
  const times = [];
  if (!video.requestVideoFrameCallback) return () => 0;
  const note = (now) => {
    times.push(now);
    if (times.length > 60) times.shift();
    if (video.srcObject) video.requestVideoFrameCallback(note);
  };
  video.requestVideoFrameCallback(note);
  return () => (times.length > 10 ? (1000 * (times.length - 1)) / (times.at(-1) - times[0]) : 0);
}

function rateCheck(rate) {
  if (!rate) return { id: "rate", state: "unknown", words: "Counting the pictures a second." };
  const words = `${Math.round(rate)} pictures a second here.`;
  return rate < 20
    ? { id: "rate", state: "mend", words: `${words} So few mean that it is too dark.` }
    : { id: "rate", state: "good", words: `${words} Choose slow motion in the camera app.` };
}

function show(part, checks) {
  const marks = { good: "✓", mend: "!", unknown: "·" };
  const names = { good: "Good:", mend: "To mend:", unknown: "Open:" };
  part("list").replaceChildren(...checks.map(({ state, words }) => {
    const line = document.createElement("li");
    line.dataset.state = state;
    const mark = Object.assign(document.createElement("span"), { className: "mark", textContent: marks[state] });
    mark.setAttribute("aria-hidden", "true");
    const said = document.createElement("span");
    const unseen = Object.assign(document.createElement("span"), { className: "unseen", textContent: `${names[state]} ` });
    said.append(unseen, words);
    line.append(mark, said);
    return line;
  }));
  const toMend = checks.find(({ state }) => state === "mend");
  const news = toMend ? toMend.words : checks.every(({ state }) => state === "good") ? "All is good." : "";
  if (news && part("news").textContent !== news) part("news").textContent = news;
}
