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
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    more.open = false;
    more.querySelector("summary").focus();
  });
}
