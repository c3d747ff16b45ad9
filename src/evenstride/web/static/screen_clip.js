// A clip of a home test: sent in parts, scored on the computer that runs the app, then deleted there. It can be stopped,
// and a page that is opened meanwhile goes on showing how far it is.
import { AnswerError, ask } from "./requests.js";
import { showKept } from "./screen_kept.js";
import { Sending } from "./upload_sending.js";

const LOOK_EVERY_MS = 700;
/** Of the bar; scoring takes longer than sending. */
const SENT = 0.2;
const ENDED = ["done", "failed", "cancelled"];
const NOT_A_CLIP = "This is not a clip. Choose a video as the phone recorded it.";
const AWAY = "The app does not answer. Where it was closed, start it again: a clip that is here goes on by itself.";
const STOPPED = "Stopped. Nothing of it is kept, and the clip is deleted.";
const byId = (id) => document.getElementById(id);
const wait = (ms) => new Promise((wake) => setTimeout(wake, ms));

export function connectClip(form, plan, isAllowed) {
  const pick = byId("clip-file");
  if (!pick) return;
  for (const id of ["clip", "clip-send"]) byId(id).hidden = false;
  const clip = new TestClip(form, plan);
  pick.addEventListener("click", (event) => {
    if (!isAllowed()) event.preventDefault();
  });
  pick.addEventListener("change", () => {
    const [file] = pick.files;
    if (file) clip.take(file);
    pick.value = "";
  });
  byId("clip-stop").addEventListener("click", () => clip.stop());
  if (plan.clip) clip.goOn(plan.clip);
}

class TestClip {
  #form;
  #plan;
  #sending = null;
  #uploadId = null;
  #jobId = null;
  #isStopping = false;

  constructor(form, plan) {
    [this.#form, this.#plan] = [form, plan];
  }

  take(file) {
    return this.#run(async () => {
      await this.#send(file);
      const job = await ask(`/api/runners/${this.#plan.runner_id}/screens/clips`, { method: "POST", json: this.#said() });
      await this.#follow(job.id);
    });
  }

  /** One that was being scored when the page was opened. */
  goOn({ job_id: jobId, upload_id: uploadId }) {
    return this.#run(() => {
      this.#uploadId = uploadId;
      return this.#follow(jobId);
    });
  }

  async stop() {
    this.#isStopping = byId("clip-stop").disabled = true;
    tell("Stopping …");
    if (this.#jobId) await ask(`/api/jobs/${this.#jobId}/cancel`, { method: "POST" }).catch(() => {});
    else await this.#sending?.remove();
  }

  /** From here on until a result is shown, or words why there is none. */
  async #run(act) {
    this.#isStopping = false;
    show(true);
    try {
      await act();
    } catch (error) {
      await this.#forget();
      tell([error.message, error.next].filter(Boolean).join(" "));
    }
    show(false);
  }

  async #send(file) {
    if (file.type && !file.type.startsWith("video/")) throw new Error(NOT_A_CLIP);
    const sending = new Sending(file, null, ({ state, share }) => {
      if (state === "sending") tell("Sending the clip …", share * SENT);
      if (state === "looking") tell("Looking into it …", SENT);
    });
    this.#sending = sending;
    await sending.send();
    this.#uploadId = sending.upload?.id ?? null;
    if (sending.state === "removed") throw new Error(STOPPED);
    if (sending.state === "paused") throw new Error("The app does not answer. Choose the clip again once it does.");
    if (sending.state !== "whole") throw new Error(sending.problem);
    if (sending.upload.kind !== "video") throw new Error(NOT_A_CLIP);
  }

  #said() {
    const { clip_side: side, clip_pain: pain, age, sex } = this.#form.elements;
    return {
      upload_id: this.#uploadId,
      screen_id: this.#plan.screen_id,
      side: side?.value ?? null,
      pain: pain.value === "" ? null : Number(pain.value),
      age: age?.value ? Number(age.value) : null,
      sex: sex?.value ?? "",
    };
  }

  async #follow(jobId) {
    this.#jobId = jobId;
    let job = await this.#look();
    while (!job || !ENDED.includes(job.state)) {
      await wait(LOOK_EVERY_MS);
      job = await this.#look();
    }
    if (job.state === "cancelled") throw new Error(STOPPED);
    if (job.state === "failed") throw new Error(job.error);
    if (!job.result.is_kept) throw new Error(`No score: ${job.result.why} Nothing is kept; film it again, or do it by hand.`);
    showKept(this.#plan);
  }

  /** The job as it is now; null while the app is away. */
  async #look() {
    try {
      const [job, { share, words }] = await Promise.all(["", "/progress"].map((part) => ask(`/api/jobs/${this.#jobId}${part}`)));
      tell(this.#isStopping ? "Stopping …" : words, SENT + (1 - SENT) * share);
      return job;
    } catch (error) {
      if (error instanceof AnswerError && error.status < 500) throw error;
      tell(AWAY, byId("clip-progress").value);
      return null;
    }
  }

  async #forget() {
    if (this.#uploadId) await ask(`/api/uploads/${this.#uploadId}`, { method: "DELETE" }).catch(() => {});
    this.#sending = this.#uploadId = this.#jobId = null;
  }
}

function show(isRunning) {
  byId("clip-pick").hidden = isRunning;
  byId("clip-running").hidden = !isRunning;
  byId("clip-progress").hidden = !isRunning;
  byId("clip-stop").disabled = false;
}

function tell(words, share = null) {
  if (byId("clip-words").textContent !== words) byId("clip-words").textContent = words;
  if (share !== null) byId("clip-progress").value = share;
}
