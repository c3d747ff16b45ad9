// Seconds held, by a button beside each field: start, stop, and they stand in it.
const TICK_MS = 100;

export function connectStopwatches(form, { most_s: mostS }) {
  for (const button of form.querySelectorAll("[data-stopwatch]")) {
    const field = form.elements[`value_${button.dataset.stopwatch}`];
    const side = button.dataset.stopwatch === "both" ? "" : `, ${button.dataset.stopwatch}`;
    let begunMs = null;
    let ticking = null;
    const say = (word) => {
      button.textContent = word;
      button.setAttribute("aria-label", `${word} the stopwatch${side}`);
    };
    const stop = () => {
      clearInterval(ticking);
      show();
      begunMs = null;
      say("Again");
    };
    const show = () => {
      const seconds = (performance.now() - begunMs) / 1000;
      field.value = Math.min(seconds, mostS ?? Infinity).toFixed(1);
      return seconds;
    };
    button.hidden = false;
    say("Start");
    button.addEventListener("click", () => {
      if (begunMs !== null) return void stop();
      begunMs = performance.now();
      say("Stop");
      ticking = setInterval(() => {
        if (show() >= (mostS ?? Infinity)) stop();
      }, TICK_MS);
    });
  }
}
