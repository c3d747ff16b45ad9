// Record: files in, options where they are needed, the jobs that come of them, and the check before filming.
import { connectCheck } from "./framing_check.js";
import { followJob } from "./record_jobs.js";
import { ask } from "./requests.js";
import { showToast } from "./toasts.js";
import { UploadRow } from "./upload_row.js";
import { Sending, isSameFile } from "./upload_sending.js";

const AT_A_TIME = 3;

function connectUploads(form) {
  const rows = [];
  const list = document.getElementById("uploads");
  const jobs = document.getElementById("jobs");
  const button = document.getElementById("measure");
  const news = document.getElementById("upload-news");

  const refresh = () => {
    form.hidden = rows.length === 0;
    const whole = rows.filter(({ sending }) => sending.state === "whole");
    for (const row of rows) row.show(whole.length);
    const isMoving = rows.some(({ sending }) => ["waiting", "sending", "looking"].includes(sending.state));
    button.disabled = isMoving || whole.length === 0;
    button.textContent = whole.length > 1 ? `Measure these ${whole.length} files` : "Measure";
    let free = AT_A_TIME - rows.filter(({ sending }) => ["sending", "looking"].includes(sending.state)).length;
    for (const { sending } of rows) if (sending.state === "waiting" && free-- > 0) sending.send();
  };
  const onChange = (sending) => {
    if (sending.state === "whole") news.textContent = `${sending.upload.name} is here.`;
    if (sending.state === "refused") news.textContent = sending.problem;
    queueMicrotask(refresh);
  };
  const drop = (row) => {
    rows.splice(rows.indexOf(row), 1);
    row.element.remove();
    refresh();
  };
  const add = (file, upload) => {
    const sending = new Sending(file, upload, onChange);
    const row = new UploadRow(sending, {
      pause: () => sending.pause(),
      "go-on": () => sending.send(),
      remove: () => {
        sending.remove();
        drop(row);
        document.getElementById("pick").focus();
      },
    });
    row.part(".upload-again input").addEventListener("change", ({ target }) => take(target.files));
    if (!file) sending.state = upload.state === "receiving" ? "paused" : upload.state;
    if (upload?.problem) sending.problem = upload.problem;
    rows.push(row);
    list.append(row.element);
  };
  // A file of which a part is here already goes on; any other begins.
  const take = async (files) => {
    for (const file of files) {
      const waiting = rows.filter(({ sending }) => !sending.file && sending.state === "paused");
      const known = [];
      for (const row of waiting) {
        const { upload } = row.sending;
        if (upload.modified_ms === file.lastModified && (await isSameFile(file, upload))) known.push(row);
      }
      if (known.length) {
        known[0].sending.file = file;
        known[0].sending.state = "waiting";
      } else {
        add(file, null);
      }
    }
    refresh();
  };

  for (const id of ["pick", "film"]) {
    document.getElementById(id).addEventListener("change", async ({ target }) => {
      await take([...target.files]);
      target.value = "";
    });
  }
  connectDrop(document.getElementById("drop"), take);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const whole = rows.filter(({ sending }) => sending.state === "whole");
    const runner = document.getElementById("runner-choice")?.value || form.dataset.runner;
    try {
      const json = { runner_id: runner, files: whole.map((row) => row.choice()) };
      for (const { job_id: id, names } of await ask("/api/uploads/hand-in", { method: "POST", json })) followJob(jobs, id, names);
      for (const row of whole) drop(row);
      news.textContent = "Being measured.";
      jobs.scrollIntoView({ block: "nearest" });
    } catch (error) {
      showToast(`${error.message} ${error.next || ""}`, { isError: true });
      refresh();
    }
  });
  for (const place of [...jobs.children]) {
    followJob(jobs, place.dataset.job);
    place.remove();
  }
  ask("/api/uploads").then((uploads) => {
    const elsewhere = list.dataset.usedElsewhere.split(" "); // clips of home tests
    for (const upload of uploads) if (!elsewhere.includes(upload.id)) add(null, upload);
    refresh();
  }, () => {});
}

function connectDrop(place, take) {
  const isFiles = (event) => event.dataTransfer?.types.includes("Files");
  for (const kind of ["dragenter", "dragover"]) {
    place.addEventListener(kind, (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      place.classList.add("is-over");
    });
  }
  place.addEventListener("dragleave", () => place.classList.remove("is-over"));
  place.addEventListener("drop", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    place.classList.remove("is-over");
    take([...event.dataTransfer.files]);
  });
}

const form = document.getElementById("hand-in");
if (form) connectUploads(form);
connectCheck();
