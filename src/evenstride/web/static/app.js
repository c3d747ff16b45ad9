// Every page: dialogs, passing messages, progress bars, the More list of the navigation.
import { connectDialogs } from "./dialogs.js";
import { connectProgress } from "./progress.js";
import { showToast } from "./toasts.js";

for (const said of document.querySelectorAll("[data-toast]")) showToast(said.textContent);
connectDialogs(document);
connectProgress(document);

// A session that was done while the app could not be reached is sent from whichever page comes first.
if (isWaiting() && !document.getElementById("session-sheet")) {
  import("./session_outbox.js").then(async ({ Outbox }) => {
    if ((await new Outbox().sendAll()).answer) showToast("A session that was kept on this device is saved.");
  });
}

function isWaiting() {
  try {
    return localStorage.getItem("evenstride-sessions-waiting") !== null;
  } catch {
    return false;
  }
}

const more = document.querySelector(".places .more details");
if (more) {
  document.addEventListener("click", (event) => {
    if (!more.contains(event.target)) more.open = false;
  });
  const summary = more.querySelector("summary");
  more.addEventListener("keydown", (event) => {
    if (event.target === summary && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault(); // Firefox, driven by a program, sends these keys and opens nothing
      more.open = !more.open;
    } else if (event.key === "Escape" && more.open) {
      more.open = false;
      summary.focus();
    }
  });
}
