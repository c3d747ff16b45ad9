// A bar that follows work on the server: asks every second for {share, words, is_done}, and shows the page anew when it
// is done.
import { ask } from "./requests.js";

const EVERY_MS = 1000;

export function connectProgress(part) {
  for (const bar of part.querySelectorAll("[data-watch]")) watch(bar);
}

function watch(bar) {
  const look = async () => {
    try {
      const { share, words, is_done: isDone } = await ask(bar.dataset.watch);
      bar.querySelector("progress").value = share;
      bar.querySelector(".progress-words").textContent = words;
      if (isDone) {
        location.reload();
        return;
      }
    } catch (error) {
      bar.querySelector(".progress-words").textContent = `${error.message} ${error.next || ""}`;
    }
    setTimeout(look, EVERY_MS);
  };
  setTimeout(look, EVERY_MS);
}
