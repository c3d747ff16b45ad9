// Scores that the camera read: shown in the form's fields, and kept with their error and evidence; what was changed by
// hand is kept as counted by hand.
import { ask } from "./requests.js";
import { showKept } from "./screen_kept.js";

const DECIMALS = { s: 1, cm: 1 };

export class ScreenScores {
  #plan;
  #form;
  #bySide = new Map();

  constructor(plan, form) {
    [this.#plan, this.#form] = [plan, form];
  }

  get isEmpty() {
    return this.#bySide.size === 0;
  }

  /** One side's score as the coach gives it, and the pain that was said. */
  add(score) {
    this.#bySide.set(score.side ?? "both", score);
    const name = score.side ?? "both";
    this.#field("value", name).value = score.value === null ? "" : rounded(score.value, this.#plan.unit);
    if (score.hurts) this.#field("pain", name).value = "6";
  }

  /** After the last side: the fields, with what the camera says about them. */
  show() {
    const words = [...this.#bySide.values()].map((score) => sayScore(score));
    const note = document.getElementById("screen-error");
    note.textContent = "";
    let seen = document.getElementById("screen-seen");
    if (!seen) {
      seen = Object.assign(document.createElement("div"), { id: "screen-seen", className: "notice", tabIndex: -1 });
      seen.setAttribute("role", "status");
      document.getElementById("score-fields").before(seen);
    }
    const hasScore = [...this.#bySide.values()].some((score) => score.value !== null);
    const lines = [...words, hasScore ? "Say how much it hurt, then keep the result." : "Do it again, or by hand."];
    seen.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
    seen.focus();
  }

  /** Where the camera read something, everything goes out with its evidence; else the form goes as it is. */
  async keep(event) {
    if (this.isEmpty) return;
    event.preventDefault();
    const button = event.submitter ?? this.#form.querySelector("button:not([type])");
    const note = document.getElementById("screen-error");
    note.textContent = "";
    button.disabled = true;
    try {
      const json = this.#entries();
      if (!json.length) throw new Error("There is no result of any side yet.");
      await ask(`/api/runners/${this.#plan.runner_id}/screens`, { method: "POST", json });
      showKept(this.#plan);
    } catch (error) {
      note.textContent = [error.message, error.next].filter(Boolean).join(" ");
      button.disabled = false;
    }
  }

  #entries() {
    return this.#plan.sides.map((side) => this.#entry(side)).filter(Boolean);
  }

  #entry(side) {
    const name = side ?? "both";
    const read = this.#bySide.get(name);
    const text = this.#field("value", name).value.trim().replace(",", ".");
    const pain = this.#field("pain", name).value;
    const value = text === "" ? null : Number(text);
    if (Number.isNaN(value)) throw new Error(`Expected a number, got ${text}.`);
    const shown = read?.value === null || read?.value === undefined ? null : Number(rounded(read.value, this.#plan.unit));
    const isAsRead = read && value === shown;
    if (value === null && !Number(pain)) return null; // not done, or nothing could be read: an earlier result stays
    const said = { screen_id: this.#plan.screen_id, side, value, pain: pain === "" ? null : Number(pain), ...this.#person() };
    if (!isAsRead) return { ...said, scored_by: this.#plan.unit === "s" ? "timer" : "hand" };
    const { error, is_at_least, readings, notes, why } = read;
    return { ...said, value: read.value, scored_by: "camera", error, is_at_least, readings, notes, why: why || (value === null ? "It was ended without a result." : "") };
  }

  #person() {
    const { age, sex } = this.#form.elements;
    return { age: age?.value ? Number(age.value) : null, sex: sex?.value ?? "" };
  }

  #field(kind, name) {
    return this.#form.elements[`${kind}_${name}`];
  }
}

/** To the unit's decimals, without a minus before a zero. */
function rounded(value, unit) {
  const decimals = DECIMALS[unit] ?? 0;
  return (Number(value.toFixed(decimals)) || 0).toFixed(decimals);
}

function sayScore({ side, value, unit, is_at_least: isAtLeast, why, notes }) {
  const where = side ? `${side[0].toUpperCase()}${side.slice(1)}: ` : "";
  if (value === null) return `${where}no score. ${why}`;
  const words = { deg: "degrees", s: "s", reps: value === 1 ? "repetition" : "repetitions", cm: "cm" }[unit] ?? unit;
  return [`${where}${isAtLeast ? "at least " : ""}${rounded(value, unit)} ${words}.`, ...notes].join(" ");
}
