// One line of the list of files: what it is, how far it is, what to say about it.
import { showFileNames } from "./file_names.js";

const STATE_WORDS = { waiting: "waiting", sending: "", paused: "paused", looking: "looking into it", failed: "", refused: "" };
const KIND_WORDS = {
  video: "clip", fit: "run of a watch", tcx: "run of a watch", gpx: "run of a watch",
  c3d: "laboratory's trial", trc: "laboratory's trial", imu_csv: "motion sensor",
  keypoints: "keypoints of a clip",
};
// What was filmed, as pictures or as points.
const FILMED = ["video", "keypoints"];

let made = 0;

export class UploadRow {
  constructor(sending, actions) {
    this.sending = sending;
    this.element = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
    made += 1;
    showFileNames(this.part(".upload-name"), [sending.file?.name || sending.upload.name]);
    this.part("progress").setAttribute("aria-label", `Sending ${this.name}`);
    for (const label of this.element.querySelectorAll(".upload-options label")) {
      const field = label.parentElement.querySelector("select, input");
      field.id = `${field.className}-${made}`;
      label.htmlFor = field.id;
    }
    for (const [name, action] of Object.entries(actions)) {
      this.part(`.upload-${name}`).addEventListener("click", () => action(this));
      this.part(`.upload-${name}`).setAttribute("aria-label", `${this.part(`.upload-${name}`).textContent} ${this.name}`);
    }
    this.part(".upload-again input").setAttribute("aria-label", `Choose ${this.name} again`);
  }

  get name() {
    return this.part(".upload-name").textContent;
  }

  part(selector) {
    return this.element.querySelector(selector);
  }

  show(runCount) {
    const { sending } = this;
    const { state, upload } = sending;
    this.element.classList.toggle("is-whole", state === "whole");
    this.element.classList.toggle("is-refused", state === "refused" || state === "failed");
    this.part("progress").value = sending.share;
    this.part(".upload-state").textContent = this.words();
    this.tell(".upload-problem", sending.problem);
    this.part(".upload-pause").hidden = state !== "sending";
    this.part(".upload-go-on").hidden = !(sending.file && (state === "paused" || state === "failed"));
    this.part(".upload-again").hidden = Boolean(sending.file) || state !== "paused";
    if (state === "whole") this.showOptions(upload, runCount);
  }

  words() {
    const { state, upload, share, leftS } = this.sending;
    if (state === "whole") return whatItIs(upload);
    if (state === "sending" && leftS !== null) return `${Math.floor(100 * share)} %, about ${duration(leftS)} left`;
    if (state === "paused" && !this.sending.file) return `${Math.floor(100 * share)} % is here; choose it again to go on`;
    return STATE_WORDS[state];
  }

  showOptions(upload, runCount) {
    this.part(".upload-options").hidden = false;
    this.part(".for-video").hidden = !FILMED.includes(upload.kind);
    this.part(".more-options").hidden = !FILMED.includes(upload.kind);
    this.part(".for-imu").hidden = upload.kind !== "imu_csv";
    this.part(".for-run").hidden = runCount < 2;
    const choice = this.part(".run-choice");
    while (choice.options.length < runCount) {
      const number = choice.options.length + 1;
      choice.add(new Option(`Run ${number}`, number));
    }
    if (this.wasShown) return;
    this.wasShown = true;
    this.part(".date-choice").value = localDay(upload.facts.recorded_at ? Date.parse(upload.facts.recorded_at) : upload.modified_ms);
    const warnings = this.part(".upload-warnings");
    warnings.replaceChildren(...upload.warnings.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    warnings.hidden = upload.warnings.length === 0;
    if (upload.warnings.some((words) => /slow/i.test(words))) this.part(".more-options").open = true;
    if (upload.known.length) this.showKnown(upload.known[0]);
  }

  showKnown(known) {
    const notice = this.part(".upload-known");
    notice.hidden = false;
    const words = document.createElement("span");
    words.textContent = `This is here already, of ${known.runner_name}, as ${known.name}. It is kept once. `;
    notice.replaceChildren(words);
    if (known.assessment_id) {
      const link = Object.assign(document.createElement("a"), { textContent: "Its report", href: `/reports/${known.assessment_id}` });
      notice.append(link, document.createTextNode(". Measure it again, or remove it from the list."));
    }
  }

  tell(selector, words) {
    this.part(selector).textContent = words;
    this.part(selector).hidden = !words;
  }

  // What the app is told of this file.
  choice() {
    const { upload } = this.sending;
    const isClip = FILMED.includes(upload.kind);
    const day = this.part(".date-choice").value;
    const isOwnDay = day && day !== localDay(upload.facts.recorded_at ? Date.parse(upload.facts.recorded_at) : null);
    return {
      upload_id: upload.id,
      run: Number(this.part(".run-choice").value || 1),
      view: isClip ? this.part(".view-choice").value : "auto",
      recorded_fps: isClip ? Number(this.part(".fps-choice").value) || null : null,
      place: this.part(".place-choice").value || null,
      recorded_at: isClip && isOwnDay ? new Date(momentOf(day, upload.modified_ms)).toISOString() : null,
    };
  }
}

// The chosen day; with the file's own time where it is that day's.
function momentOf(day, modifiedMs) {
  return modifiedMs && localDay(modifiedMs) === day ? modifiedMs : Date.parse(`${day}T12:00`);
}

function localDay(ms) {
  if (!ms) return "";
  const day = new Date(ms);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
}

function whatItIs({ kind, facts }) {
  const told = [KIND_WORDS[kind]];
  if (facts.duration_s) told.push(duration(facts.duration_s));
  if (FILMED.includes(kind) && facts.fps_nominal) told.push(`${Math.round(facts.fps_nominal * (facts.slow_motion_factor || 1))} pictures a second`);
  return told.join(", ");
}

function duration(seconds) {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
