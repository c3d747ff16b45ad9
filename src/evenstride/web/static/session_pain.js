// Pain in a session: where and how much, and what the plan's rule makes of it.

/** What pain from 0 to 10 asks for: go on, do less, or stop. Pressing on a nerve or a vessel always stops. */
export function painStep(level, isSharp, rule) {
  if (isSharp || level > rule.stop_above) return "stop";
  return level > rule.fine_up_to ? "less" : "fine";
}

/** The rule's words for a step; what happened before asks for more than a pause. */
export function painWords(step, isSharp, hasHappened, rule) {
  const words = step === "stop" && isSharp ? rule.pressing : rule[step];
  const again = step === "stop" && hasHappened ? " It happened before: leave this exercise out and ask a physiotherapist." : "";
  return words + again;
}

const part = (id) => document.getElementById(id);
const levels = () => [...document.getElementsByName("pain-level")];

export class PainDialog {
  constructor(sheet) {
    this.sheet = sheet;
    this.dialog = part("pain-dialog");
    for (const input of levels()) input.addEventListener("change", () => this.answer());
    part("pain-sharp").addEventListener("change", () => this.answer());
    part("pain-close").addEventListener("click", () => this.decide("close"));
    part("pain-stop").addEventListener("click", () => this.decide("stop"));
    part("pain-go-on").addEventListener("click", () => this.decide("go_on"));
    part("pain-end").addEventListener("click", () => this.decide("end"));
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.decide("close");
    });
  }

  get isOpen() {
    return this.dialog.open;
  }

  /** Ask; resolves with the choice and {level, place, isSharp, step}, pain null where none was said. */
  ask(exerciseIndex, level, hasHappened) {
    this.exercise = this.sheet.exercises[exerciseIndex];
    this.hasHappened = hasHappened || this.exercise.was_stopped;
    part("pain-exercise").textContent = this.exercise.name;
    part("pain-place").value = "";
    part("pain-sharp").checked = false;
    for (const input of levels()) input.checked = Number(input.value) === level;
    this.answer();
    this.dialog.showModal();
    return new Promise((resolve) => { this.resolve = resolve; });
  }

  answer() {
    const pain = this.said();
    part("pain-answer").hidden = part("pain-actions").hidden = pain === null;
    if (pain === null) return;
    const { pain: rule } = this.sheet;
    part("pain-answer").classList.toggle("is-stop", pain.step === "stop");
    part("pain-says").textContent = painWords(pain.step, pain.isSharp, this.hasHappened, rule);
    const easier = pain.step === "less" ? this.exercise.easier : [];
    part("pain-easier").replaceChildren(...easier.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    part("pain-stop").textContent = pain.step === "stop" ? "Stop this exercise" : "Leave it out today";
    part("pain-go-on").hidden = pain.step === "stop";
    part("pain-go-on").textContent = pain.step === "less" ? "Go on with less" : "Go on";
  }

  said() {
    const level = levels().find((input) => input.checked);
    const isSharp = part("pain-sharp").checked;
    if (!level && !isSharp) return null;
    const value = level ? Number(level.value) : null;
    return { level: value, place: part("pain-place").value || null, isSharp, step: painStep(value ?? 0, isSharp, this.sheet.pain) };
  }

  decide(choice) {
    const pain = this.said();
    this.dialog.close();
    this.resolve({ choice: choice === "close" && pain?.step === "stop" ? "stop" : choice, pain });
  }
}
