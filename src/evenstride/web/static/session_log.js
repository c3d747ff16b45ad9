// What the runner says of the sets: effort and pain, 0 to 10; and the summary after the last set.
import { stepOf } from "./session_machine.js";
import { makeId } from "./session_outbox.js";

const part = (id) => document.getElementById(id);

/** Effort and pain by the index of their set, and pain that was said on its own. */
export class Log {
  constructor(sheet, steps, notes = null) {
    Object.assign(this, { sheet, steps });
    this.notes = notes ?? { pains: [] };
  }

  /** The set that is asked about now: the one before, while nothing has to be done. */
  askedAt(state) {
    if (stepOf(state).kind === "work") return null;
    for (let index = state.index - 1; index >= 0; index -= 1) {
      if (state.steps[index].kind === "work") return state.sets[index]?.outcome === "done" ? index : null;
    }
    return null;
  }

  /** The exercise that somebody means who says now that it hurts. */
  exerciseOf(state) {
    const step = stepOf(state);
    const asked = this.askedAt(state);
    return step.kind === "ready" && asked !== null ? state.steps[asked].exercise : step.exercise;
  }

  hasStopped(state, exercise) {
    return Object.entries(state.sets).some(([index, set]) =>
      set.outcome === "stopped_for_pain" && state.steps[index].exercise === exercise);
  }

  note(state, kind, level) {
    const asked = this.askedAt(state);
    if (asked === null) return;
    this.notes[asked] = { ...this.notes[asked], [kind]: level, at: new Date().toISOString() };
  }

  notePain(exercise, { level, place, isSharp }) {
    if (level === null) level = this.sheet.pain.stop_above; // sharp or tingling, without a number: what still may be
    this.notes.pains.push({ id: makeId(), exercise, level, place, isSharp, at: new Date().toISOString() });
  }

  noteWhole(kind, level, place) {
    this.notes.whole = { ...this.notes.whole, [kind]: { level, place }, at: new Date().toISOString() };
  }

  /** All of it as entries of a diary. Ids are made once, so that sending again changes nothing. */
  entries() {
    const { pains, whole, ...bySet } = this.notes;
    const entries = pains.map(({ id, exercise, level, place, isSharp, at }) => ({
      id, kind: "pain", level, place, noted_at: at,
      note: this.sheet.exercises[exercise].name + (isSharp ? ", sharp or tingling" : ""),
    }));
    for (const [index, said] of Object.entries(bySet)) {
      const { exercise, set, side } = this.steps[index];
      const note = `${this.sheet.exercises[exercise].name}, set ${set}${side ? `, ${side}` : ""}`;
      for (const kind of ["effort", "pain"]) {
        if (said[kind] === undefined) continue;
        said[`${kind}Id`] ??= makeId();
        entries.push({ id: said[`${kind}Id`], kind, level: said[kind], place: null, noted_at: said.at, note });
      }
    }
    for (const kind of ["effort", "pain"]) {
      if (whole?.[kind] === undefined) continue;
      const said = whole[kind];
      said.id ??= makeId();
      entries.push({ id: said.id, kind, level: said.level, place: said.place, noted_at: whole.at, note: "whole session" });
    }
    return entries;
  }
}

/** After the end: what was done in lines, the whole session's effort and pain, saving. */
export class Summary {
  constructor(guide) {
    Object.assign(this, { guide, sheet: guide.sheet, log: guide.log, sets: guide.record.sets });
  }

  open() {
    const done = this.sets.filter((set) => set.outcome === "done").length;
    part("summary-title").textContent = done ? "Done" : "Ended";
    part("summary-lead").textContent = `${done} of ${this.guide.state.steps.filter((step) => step.kind === "work").length} sets, ${minutesSince(this.guide.record.startedAt)}.`;
    part("summary-table").querySelector("tbody").replaceChildren(...this.sheet.exercises.map((exercise, index) => this.row(exercise, index)));
    part("session-summary").hidden = false;
    part("summary-title").focus();
    part("summary-save").addEventListener("click", () => this.save(), { once: true });
  }

  row(exercise, index) {
    const indices = Object.keys(this.guide.state.sets).filter((at) => this.guide.state.steps[at].exercise === index);
    const words = setsWords(indices.map((at) => ({ ...this.guide.state.steps[at], ...this.guide.state.sets[at] })));
    const levels = (kind) => highest(indices.map((at) => this.log.notes[at]?.[kind]));
    const said = highest(this.log.notes.pains.filter((pain) => pain.exercise === index).map((pain) => pain.level));
    const row = document.createElement("tr");
    const cells = [exercise.name, words || "not begun", levels("effort") ?? "", highest([levels("pain"), said]) ?? ""];
    cells.forEach((words_, at) => {
      const cell = document.createElement(at ? "td" : "th");
      if (!at) cell.scope = "row";
      cell.textContent = String(words_);
      row.append(cell);
    });
    return row;
  }

  async save() {
    for (const kind of ["effort", "pain"]) {
      const chosen = [...document.getElementsByName(`whole-${kind}`)].find((input) => input.checked);
      if (chosen) this.log.noteWhole(kind, Number(chosen.value), kind === "pain" ? part("whole-place").value || null : null);
    }
    part("summary-ask").hidden = true;
    part("summary-plan").hidden = false;
    part("summary-status").textContent = "Saving …";
    await this.guide.keep(performance.now());
    const { outbox } = this.guide;
    await outbox.finish(this.guide.record);
    await this.send(outbox);
  }

  async send(outbox) {
    const { left, refused, answers } = await outbox.sendAll();
    const answer = answers[this.guide.record.id];
    if (answer) this.showSaved(answer);
    else if (refused.length) part("summary-status").textContent = `It could not be saved: ${refused[0]}`;
    else if (left) {
      part("summary-status").textContent = "The app cannot be reached. The session is kept on this device and sent as soon as the app answers; this page may be closed.";
      setTimeout(() => this.send(outbox), 5000);
    } else part("summary-status").textContent = "Saved.";
    part("summary-status").dataset.state = answer ? "saved" : left ? "waits" : "refused";
  }

  showSaved({ says, because }) {
    part("summary-status").textContent = "Saved.";
    if (!says) return;
    part("summary-says").textContent = says;
    part("summary-because").textContent = because.join(" ");
    part("summary-next").hidden = false;
  }
}

function setsWords(sets) {
  const skipped = sets.filter((set) => set.outcome === "skipped").length;
  const words = sets.filter((set) => set.outcome !== "skipped").map(setWords);
  return [...words, ...(skipped ? [`${skipped} skipped`] : [])].join("; ");
}

function setWords({ side, outcome, reps, hold_s: holdS }) {
  const where = side ? ` ${side}` : "";
  const much = reps !== null ? `${reps} rep${reps === 1 ? "" : "s"}` : holdS !== null ? `${holdS} s` : "done";
  return `${much}${where}${outcome === "stopped_for_pain" ? ", stopped for pain" : ""}`;
}

function highest(levels) {
  const said = levels.filter((level) => level !== undefined && level !== null);
  return said.length ? Math.max(...said) : null;
}

function minutesSince(startedAt) {
  const minutes = Math.max(1, Math.round((Date.now() - Date.parse(startedAt)) / 60_000));
  return `${minutes} min`;
}
