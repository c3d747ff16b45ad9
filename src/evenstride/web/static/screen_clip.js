// A clip of a home test: sent in parts, scored on the computer that runs the app, then deleted there.
import { ask } from "./requests.js";
import { Sending } from "./upload_sending.js";

const LOOK_EVERY_MS = 700;
const byId = (id) => document.getElementById(id);

export function connectClip(form, plan, isAllowed) {
  const pick = byId("clip-file");
  if (!pick) return;
  for (const id of ["clip", "clip-send"]) byId(id).hidden = false;
  pick.addEventListener("click", (event) => {
    if (!isAllowed()) event.preventDefault();
  });
  pick.addEventListener("change", async () => {
    const [file] = pick.files;
    pick.value = "";
    if (!file) return;
    pick.disabled = true;
    try {
      await score(await send(file), form, plan);
    } catch (error) {
      tell([error.message, error.next].filter(Boolean).join(" "), null);
    }
    pick.disabled = false;
  });
}

async function send(file) {
  const sending = new Sending(file, null, ({ state, share }) => {
    if (state === "sending") tell("Sending the clip …", share * 0.5);
    if (state === "looking") tell("Looking into it …", 0.5);
  });
  await sending.send();
  if (sending.state !== "whole") throw new Error(sending.problem || "The clip did not arrive.");
  if (sending.upload.kind !== "video") {
    await sending.remove();
    throw new Error("This is not a clip. Choose a video as the phone recorded it.");
  }
  return sending.upload.id;
}

async function score(uploadId, form, plan) {
  const { clip_side: side, clip_pain: pain, age, sex } = form.elements;
  const json = {
    upload_id: uploadId,
    screen_id: plan.screen_id,
    side: side?.value ?? null,
    pain: pain.value === "" ? null : Number(pain.value),
    age: age?.value ? Number(age.value) : null,
    sex: sex?.value ?? "",
  };
  let job = await ask(`/api/runners/${plan.runner_id}/screens/clips`, { method: "POST", json });
  while (!["done", "failed", "cancelled"].includes(job.state)) {
    tell(job.message, 0.5 + 0.5 * job.progress);
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
    job = await ask(`/api/jobs/${job.id}`);
  }
  if (job.state !== "done") throw new Error(job.error || job.message);
  location.assign(`/screens/${plan.screen_id}?said=kept#result`);
}

function tell(words, share) {
  byId("clip-words").textContent = words;
  const bar = byId("clip-progress");
  bar.hidden = share === null;
  if (share !== null) bar.value = share;
}
