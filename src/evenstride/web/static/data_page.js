// Your data: an export goes up in parts and is taken in; what came of it is said in words.
import { ask } from "./requests.js";
import { sendParts } from "./send_file.js";

const form = document.getElementById("import-form");
const said = document.getElementById("import-said");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = document.getElementById("import-file").files[0];
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const uploadId = await sendParts(file, { onShare: (share) => say(`Sending, ${Math.round(100 * share)} %.`) });
    say("Checking and taking in.");
    const found = await ask("/api/data/import", { method: "POST", json: { upload_id: uploadId } });
    const lines = [
      ["Added", found.added],
      ["Here already", found.was_there],
      ["Changed here since, left as they are", found.kept_ours],
    ].filter(([, counts]) => Object.keys(counts).length);
    say(...lines.map(([words, counts]) => `${words}: ${counted(counts)}.`));
  } catch (error) {
    say(`${error.message} ${error.next || ""}`);
  } finally {
    button.disabled = false;
  }
});

function counted(counts) {
  return Object.entries(counts)
    .map(([kind, count]) => `${count} ${kind.replaceAll("_", " ")}`)
    .join(", ");
}

function say(...lines) {
  said.replaceChildren(
    ...lines.map((words) => {
      const line = document.createElement("p");
      line.textContent = words;
      return line;
    }),
  );
}
