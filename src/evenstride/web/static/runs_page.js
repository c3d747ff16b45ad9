// Runs: files that are dropped or chosen go up one after the other; shoes are kept as they are chosen.
import { droppedFiles } from "./dropped_files.js";
import { showFileNames } from "./file_names.js";
import { ask } from "./requests.js";
import { forgetFile, lookAtFile, sendParts } from "./send_file.js";
import { showToast } from "./toasts.js";

const RUN_FILE = /\.(fit|tcx|gpx)(\.gz)?$|\.zip$/i;
const RUN_KINDS = new Set(["fit", "tcx", "gpx"]);
const page = document.getElementById("runs-page");

const drop = document.getElementById("drop");
if (drop) connectFiles(drop, document.getElementById("came"));

function connectFiles(area, list) {
  let under = 0;
  area.addEventListener("dragenter", () => area.classList.toggle("is-over", (under += 1) > 0));
  area.addEventListener("dragleave", () => area.classList.toggle("is-over", (under -= 1) > 0));
  area.addEventListener("dragover", (event) => event.preventDefault());
  area.addEventListener("drop", async (event) => {
    event.preventDefault();
    under = 0;
    area.classList.remove("is-over");
    await takeAll(await droppedFiles(event.dataTransfer), area.dataset.runner, list);
  });
  for (const input of area.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => takeAll([...input.files], area.dataset.runner, list));
  }
}

async function takeAll(files, runnerId, list) {
  const runs = files.filter((file) => RUN_FILE.test(file.name));
  const others = files.length - runs.length;
  if (others) say(list, `${others} other ${others === 1 ? "file" : "files"}`, "left out: no FIT, TCX or GPX");
  let added = 0;
  for (const file of runs) added += await takeOne(file, runnerId, say(list, file.name, "waiting"));
  if (added) location.assign("/runs");
}

/** Send a file and hand it in; 1 where it is new. */
async function takeOne(file, runnerId, words) {
  try {
    words.textContent = "sending";
    const id = await sendParts(file, { onShare: (share) => (words.textContent = `sending, ${Math.round(100 * share)} %`) });
    const came = await lookAtFile(id);
    const refusal = came.state === "refused" ? came.problem : RUN_KINDS.has(came.kind) ? "" : "This is no run of a watch.";
    const known = came.known.find((each) => each.runner_id === runnerId);
    if (refusal || known) {
      await forgetFile(came.id);
      words.textContent = refusal || `here already, as ${known.name}`;
      words.classList.toggle("is-error", Boolean(refusal));
      return 0;
    }
    await ask("/api/uploads/hand-in", { method: "POST", json: { runner_id: runnerId, files: [{ upload_id: came.id }] } });
    words.textContent = "being read";
    return 1;
  } catch (error) {
    words.textContent = `${error.message} ${error.next || ""}`;
    words.classList.add("is-error");
    return 0;
  }
}

function say(list, name, words) {
  const line = document.createElement("li");
  const [left, right] = [document.createElement("span"), document.createElement("span")];
  showFileNames(left, [name]);
  right.textContent = words;
  line.append(left, right);
  list.append(line);
  return right;
}

const worn = document.getElementById("shoes-of-runs");
worn?.querySelector(".keep-shoes")?.setAttribute("hidden", "");
worn?.addEventListener("change", async (event) => {
  const answer = await fetch(worn.action, { method: "POST", body: new URLSearchParams([[event.target.name, event.target.value]]) });
  showToast(answer.ok ? "The shoes of this run are kept." : "This was not kept. Load the page again.", { isError: !answer.ok });
});

for (const opener of page.querySelectorAll("[data-run]")) {
  opener.addEventListener("click", () => {
    document.getElementById("delete-run-words").textContent = opener.dataset.words;
    document.getElementById("delete-run-form").action = `/runs/${opener.dataset.run}/delete`;
  });
}

for (const retry of page.querySelectorAll("[data-retry]")) {
  retry.addEventListener("click", async () => {
    await ask(retry.dataset.retry, { method: "POST" });
    location.reload();
  });
}
