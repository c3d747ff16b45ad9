// A bar that follows work on the server: asks for {share, words, is_done}, often at first and then every second, and
// shows the page anew when it is done.
import { ask } from "./requests.js";

const OFTEN_MS = 300;
const OFTEN_FOR_MS = 10_000;
const EVERY_MS = 1000;

export function connectProgress(part) {
  for (const bar of part.querySelectorAll("[data-watch]")) watch(bar);
}

function watch(bar) {
  const began = performance.now();
  const next = () => setTimeout(look, performance.now() - began < OFTEN_FOR_MS ? OFTEN_MS : EVERY_MS);
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
    next();
  };
  next();
}
