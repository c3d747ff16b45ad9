// Work on what was handed in: how far it is, stop it, try again, its report at the end; the page stays as it is.
import { showFileNames } from "./file_names.js";
import { ask } from "./requests.js";

const EVERY_MS = 1000;

export function followJob(list, id, names = []) {
  const row = document.getElementById("job-row").content.firstElementChild.cloneNode(true);
  const part = (selector) => row.querySelector(selector);
  showFileNames(part(".job-name strong"), names.length ? names : ["A recording"]);
  part("progress").setAttribute("aria-label", `Measuring ${names.join(", ")}`);
  const look = async () => {
    try {
      const [job, { share, words }] = await Promise.all([ask(`/api/jobs/${id}`), ask(`/api/jobs/${id}/progress`)]);
      part("progress").value = share;
      part(".job-words").textContent = job.state === "failed" ? job.error : job.state === "done" ? "Done." : words;
      show(part, job);
      if (["done", "failed", "cancelled"].includes(job.state)) return;
    } catch (error) {
      part(".job-words").textContent = `${error.message} ${error.next || ""}`;
    }
    setTimeout(look, EVERY_MS);
  };
  part(".job-cancel").addEventListener("click", () => ask(`/api/jobs/${id}/cancel`, { method: "POST" }).catch(() => {}));
  part(".job-again").addEventListener("click", async () => {
    await ask(`/api/jobs/${id}/retry`, { method: "POST" });
    look();
  });
  list.append(row);
  look();
}

function show(part, job) {
  const hasEnded = job.state === "failed" || job.state === "cancelled";
  part(".job-again").hidden = !hasEnded;
  part(".job-cancel").hidden = hasEnded || job.state === "done";
  part("progress").hidden = hasEnded;
  const report = part(".job-report");
  report.hidden = job.state !== "done";
  if (job.state === "done") report.href = `/reports/${job.result.assessment_id}`;
}
