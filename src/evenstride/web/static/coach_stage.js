// What can be read from three metres away: one number, a ring around it, whose turn it is, one sentence.
const byId = (id) => document.getElementById(id);

export class CoachStage {
  #root = byId("coach-stage");

  set state(name) {
    this.#root.dataset.state = name;
  }

  set source(name) {
    this.#root.dataset.source = name;
    byId("to-hand").hidden = name !== "camera";
    write("next", name === "camera" ? "Set done" : "Next");
  }

  open() {
    for (const part of document.querySelectorAll("#coach-before, .bar, .foot, .skip")) part.inert = true;
    this.#root.hidden = false;
    byId("stage-name").focus();
  }

  close() {
    for (const part of document.querySelectorAll("#coach-before, .bar, .foot, .skip")) part.inert = false;
    this.#root.hidden = true;
  }

  /** `share` of the ring, 0 to 1. */
  show({ number, under = "", share = 0 }) {
    write("coach-number", number);
    write("coach-under", under);
    byId("ring-share").setAttribute("stroke-dasharray", `${(100 * Math.min(1, Math.max(0, share))).toFixed(1)} 100`);
  }

  /** `works` is the side that the drawing shows working. */
  turn({ set_number, side }, { sets, works }) {
    byId("coach-pose").classList.toggle("is-mirrored", Boolean(side && works && side !== works));
    write("stage-turn", [`Set ${set_number} of ${sets}`, side && `${side} side`].filter(Boolean).join(" · "));
  }

  /** `kind`: plain, good, mend (a fault) or lost. */
  cue(words, kind = "plain") {
    write("coach-cue", words);
    byId("coach-cue").dataset.kind = kind;
  }

  note(words) {
    write("coach-note", words);
  }

  measured({ fps, p50Ms, p95Ms }) {
    Object.assign(this.#root.dataset, { fps: fps.toFixed(1), p50: p50Ms.toFixed(0), p95: p95Ms.toFixed(0) });
    this.note(`${Math.round(fps)} pictures a second, answered after ${Math.round(p50Ms)} ms. Nothing is recorded.`);
  }

  paused(isPaused) {
    write("pause", isPaused ? "Go on" : "Pause");
  }
}

function write(id, words) {
  const part = byId(id);
  if (part.textContent !== String(words)) part.textContent = words;
}
