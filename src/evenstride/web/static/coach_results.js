// What was done, set by set and side by side: counted by the camera or by hand, corrected, and kept where wanted.
import { ask } from "./requests.js";
import { makeId } from "./session_outbox.js";

export class Results {
  #plan;
  #rows = [];
  #begunMs = performance.now();
  #id = makeId();

  constructor(plan) {
    this.#plan = plan;
  }

  get isEmpty() {
    return this.#rows.length === 0;
  }

  begin() {
    this.#begunMs = performance.now();
  }

  /** A set as the coach summed it up; `corrected` by how many repetitions the runner disagreed. */
  addSeen(turn, summary, corrected) {
    const sets = summary.sets.length ? summary.sets : corrected > 0 ? [this.#plain(turn, 0)] : [];
    sets.forEach((set, index) => {
      const reps = Math.max(0, (set.reps ?? 0) + (index === 0 ? corrected : 0));
      this.#rows.push({ set: { ...set, reps }, words: seenWords(set, summary) });
    });
    if (!sets.length) this.#rows.push({ set: null, turn, words: nothingWords(summary) });
  }

  /** A step of the timer that counts was done. */
  addDone(step) {
    const { set } = this.#rowOf(step);
    const { reps, hold_s: holdS } = this.#turnOf(step);
    if (reps) set.reps = (set.reps ?? 0) + 1;
    if (!reps || holdS) set.hold_s = (set.hold_s ?? 0) + step.seconds;
  }

  correct(step, by) {
    if (this.repsOf(step) === null) return;
    const { set } = this.#rowOf(step);
    set.reps = Math.max(0, (set.reps ?? 0) + by);
  }

  /** Repetitions of a set by hand so far; null where it goes by time. */
  repsOf(step) {
    if (!this.#turnOf(step).reps) return null;
    return this.#find(step)?.set.reps ?? 0;
  }

  /** Fill the table's body, where repetitions can be changed, and the list of what was not judged. */
  fill(body, remarks) {
    body.replaceChildren(...this.#rows.map((row) => this.#line(row)));
    const words = [...new Set(this.#rows.flatMap((row) => row.words.remarks))];
    remarks.replaceChildren(...words.map((each) => element("li", "", each)));
    remarks.closest("details").hidden = words.length === 0;
  }

  async keep({ runnerId, effort, pain, painPlace }) {
    const sets = this.#rows.filter(({ set }) => set).map(({ set }) => set);
    return ask("/api/coach/sets", {
      method: "POST",
      json: {
        id: this.#id,
        runner_id: runnerId,
        took_s: (performance.now() - this.#begunMs) / 1000,
        sets,
        effort,
        pain,
        pain_place: painPlace,
      },
    });
  }

  get canBeKept() {
    return this.#rows.some(({ set }) => set);
  }

  #line(row) {
    const line = document.createElement("tr");
    const { set_number: number, side } = row.set ?? row.turn;
    const head = element("th", "", [`Set ${number}`, side].filter(Boolean).join(", "));
    head.scope = "row";
    const done = document.createElement("td");
    if (row.set?.reps !== undefined && row.set?.reps !== null) done.append(this.#repsField(row.set));
    if (row.set?.hold_s) done.append(element("span", "", ` ${Math.round(row.set.hold_s)} s`));
    if (!row.set) done.textContent = "0";
    line.append(head, done, element("td", "", row.words.seen));
    return line;
  }

  #repsField(set) {
    const field = document.createElement("input");
    Object.assign(field, { type: "number", min: 0, max: 200, value: set.reps, className: "coach-reps" });
    field.setAttribute("aria-label", `Repetitions of set ${set.set_number}${set.side ? `, ${set.side}` : ""}`);
    field.addEventListener("change", () => {
      set.reps = Math.min(200, Math.max(0, Math.round(Number(field.value) || 0)));
    });
    return field;
  }

  #find({ set_number: number, side }) {
    return this.#rows.find(({ set }) => set?.set_number === number && set?.side === side);
  }

  #rowOf(step) {
    let row = this.#find(step);
    if (!row) {
      row = { set: this.#plain(step, this.#turnOf(step).reps ? 0 : null), words: { seen: "by the timer", remarks: [] } };
      this.#rows.push(row);
    }
    return row;
  }

  #turnOf({ set_number: number, side }) {
    return this.#plan.turns.find((turn) => turn.set_number === number && turn.side === side) ?? this.#plan.turns[0];
  }

  #plain({ set_number, side }, reps) {
    return { exercise_id: this.#plan.exercise_id, part_id: this.#plan.part_id, side, set_number, reps };
  }
}

function seenWords(set, { faults, lost_s: lostS, not_judged: notJudged, advice }) {
  const range = set.range_deg ? `Range ${Math.round(set.range_deg)}°` : "";
  const tempo = set.repetition_s ? `${set.repetition_s.toFixed(1)} s each` : "";
  const mended = faults.length ? `Came back: ${faults.join(" ")}` : "No fault came back.";
  const lost = lostS >= 1 ? `Not seen for ${Math.round(lostS)} s.` : "";
  const seen = [[range, tempo].filter(Boolean).join(", "), mended, lost].filter(Boolean).join(". ").replaceAll("..", ".");
  return { seen, remarks: [...notJudged.map(({ what, why }) => `${what} ${why}`), ...advice] };
}

function nothingWords({ lost_s: lostS, advice }) {
  const seen = lostS >= 1 ? `Nothing was counted; you were not seen for ${Math.round(lostS)} s.` : "Nothing was counted.";
  return { seen, remarks: advice };
}

function element(name, className, words) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = words;
  return made;
}
