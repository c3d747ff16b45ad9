// The session's page: reads the sheet, offers to go on with what was begun, starts the guide, keeps the page for offline.
import { newSession, fromPlain } from "./session_machine.js";
import { stepsOf, PAUSES } from "./session_steps.js";
import { Guide } from "./session_guide.js";
import { Log } from "./session_log.js";
import { Outbox } from "./session_outbox.js";
import { Sound, findLocalVoice } from "./session_sound.js";
import { showToast } from "./toasts.js";

const OPTIONS = "evenstride-session-options";
const sheet = JSON.parse(document.getElementById("session-sheet").textContent);
const part = (id) => document.getElementById(id);
const outbox = new Outbox();
const sound = new Sound();
let hasBegun = false;

function readOptions() {
  try {
    return { sound: true, voice: true, pace: true, readyS: PAUSES.readyS, ...JSON.parse(localStorage.getItem(OPTIONS)) };
  } catch {
    return { sound: true, voice: true, pace: true, readyS: PAUSES.readyS };
  }
}

function showOptions() {
  const chosen = readOptions();
  part("option-sound").checked = chosen.sound;
  part("option-voice").checked = chosen.voice;
  part("option-pace").checked = chosen.pace;
  part("option-ready").value = String(chosen.readyS);
  part("session-options").hidden = false;
  part("session-options").addEventListener("change", () => {
    const now = {
      sound: part("option-sound").checked,
      voice: part("option-voice").checked,
      pace: part("option-pace").checked,
      readyS: Number(part("option-ready").value),
    };
    try { localStorage.setItem(OPTIONS, JSON.stringify(now)); } catch { /* a browser that keeps nothing */ }
  });
}

async function begin(draft = null) {
  if (hasBegun) return;
  hasBegun = true;
  const readyS = draft?.readyS ?? Number(part("option-ready").value);
  const steps = stepsOf(sheet.exercises, { ...PAUSES, readyS });
  const isPaced = part("option-pace").checked;
  sound.begin({ isMuted: !part("option-sound").checked, voice: part("option-voice").checked ? voice : null });
  const log = new Log(sheet, steps, draft?.notes);
  const state = draft ? fromPlain(steps, draft.state) : newSession(steps, { isPaced });
  const record = draft ?? outbox.newRecord(sheet, readyS);
  new Guide({ sheet, state, record, log, outbox, sound }).begin();
}

async function offerDraft() {
  const draft = await outbox.draftOf(sheet);
  if (!draft) return;
  part("session-draft").hidden = false;
  part("draft-go-on").addEventListener("click", () => begin(draft));
  part("draft-save").addEventListener("click", async () => {
    part("session-draft").hidden = true;
    await outbox.finish(draft);
    await tell();
  });
}

/** Send what waits, and say plainly where it is. */
async function tell() {
  const { left, refused, answer } = await outbox.sendAll();
  if (refused.length) showToast(`A session could not be saved: ${refused[0]}`, { isError: true });
  const waits = left ? `${left} session${left > 1 ? "s" : ""} kept on this device, not yet in the app. ` : "";
  part("session-status").textContent = waits + (answer ? "An earlier session was saved. " : "") + offlineWords;
  return left;
}

let offlineWords = "";

async function keepForOffline() {
  if (!("serviceWorker" in navigator)) {
    offlineWords = "This browser cannot keep the page for use without the app.";
    return;
  }
  try {
    await navigator.serviceWorker.register("/session_worker.js", { scope: "/session" });
    const { active } = await navigator.serviceWorker.ready;
    await new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => (data === "kept" ? resolve() : reject(new Error(data)));
      active.postMessage({ kind: "keep", address: location.pathname + location.search }, [port2]);
    });
    offlineWords = "Ready: it also works when the app cannot be reached.";
    document.documentElement.dataset.offline = "ready";
  } catch {
    offlineWords = navigator.serviceWorker.controller
      ? "The app cannot be reached. The session works all the same."
      : "This page could not be kept for use without the app; what you log is kept here all the same.";
  }
}

async function forget() {
  const waiting = await outbox.waiting();
  const question = waiting ? `${waiting} session(s) are not in the app yet and would be lost. Remove them?` : "";
  if (question && !window.confirm(question)) return;
  await outbox.clear();
  for (const name of await caches.keys()) if (name.startsWith("evenstride-session")) await caches.delete(name);
  for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  delete document.documentElement.dataset.offline;
  offlineWords = "Removed from this device. Loading the page again keeps it again.";
  part("session-status").textContent = offlineWords;
}

let voice = null;
findLocalVoice().then((found) => {
  voice = found;
  part("voice-choice").hidden = !found;
});
showOptions();
part("session-start").hidden = false;
part("session-start").addEventListener("click", () => begin());
part("session-forget").addEventListener("click", forget);
offerDraft();
keepForOffline().then(tell);
setInterval(async () => { if (await outbox.waiting()) tell(); }, 10_000);
