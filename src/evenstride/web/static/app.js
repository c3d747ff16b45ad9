// Every page: dialogs, passing messages, progress bars, the More list of the navigation.
import { connectDialogs } from "./dialogs.js";
import { connectProgress } from "./progress.js";
import { showToast } from "./toasts.js";

for (const said of document.querySelectorAll("[data-toast]")) showToast(said.textContent);
connectDialogs(document);
connectProgress(document);

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
