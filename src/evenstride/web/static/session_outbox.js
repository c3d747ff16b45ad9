// Sessions that the app does not have yet, in this browser's own database: begun ones to go on with, finished ones to be
// sent. Each has an id from its first moment; the app keeps an id once, so that sending again is safe.
import { ask } from "./requests.js";

/** Set while something waits, so that any page of the app can send it without opening the database first. */
export const WAITING = "evenstride-sessions-waiting";
const DATABASE = "evenstride-sessions";
const STORE = "sessions";
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
const ID_LENGTH = 26;
const TIME_LETTERS = 10;
/** What was begun so long ago is not gone on with; what was done of it is sent. */
const STALE_MS = 12 * 3600 * 1000;

/** An id as the app makes them: the time first, so that ids sort, then letters by chance. */
export function makeId(nowMs = Date.now()) {
  const random = crypto.getRandomValues(new Uint8Array(ID_LENGTH));
  let id = "";
  for (let at = 0, rest = nowMs; at < TIME_LETTERS; at += 1, rest = Math.floor(rest / 32)) id = LETTERS[rest % 32] + id;
  for (let at = TIME_LETTERS; at < ID_LENGTH; at += 1) id += LETTERS[random[at] % 32];
  return id;
}

export class Outbox {
  newRecord(sheet, readyS) {
    return {
      id: makeId(), runnerId: sheet.runner_id, planId: sheet.plan_id, day: sheet.day, doses: dosesOf(sheet), readyS,
      startedAt: new Date().toISOString(), endedAt: null, sets: [], entries: [], isFinished: false,
    };
  }

  keep(record) {
    return this.#do("readwrite", (store) => store.put(record));
  }

  all() {
    return this.#do("readonly", (store) => store.getAll());
  }

  async waiting() {
    return (await this.all()).filter((record) => record.isFinished).length;
  }

  clear() {
    return this.#do("readwrite", (store) => store.clear());
  }

  /** What was begun of this sheet and can be gone on with; what is too old for that, or nothing, is put in order. */
  async draftOf(sheet) {
    let found = null;
    for (const record of await this.all()) {
      if (record.isFinished) continue;
      const isFresh = Date.now() - Date.parse(record.seenAt ?? record.startedAt) < STALE_MS;
      const isSame = record.planId === sheet.plan_id && record.day === sheet.day && record.doses === dosesOf(sheet);
      if (isFresh && isSame && record.sets.length && record.state.phase !== "ended") found = record;
      else if (isFresh && record.sets.length && !isSame) continue;
      else await this.finish(record);
    }
    return found;
  }

  /** Nothing more is added; where no set was done there is nothing to send. */
  async finish(record) {
    if (!record.sets.length && !record.entries.length) return this.#do("readwrite", (store) => store.delete(record.id));
    try { localStorage.setItem(WAITING, "yes"); } catch { /* then the session's page sends it */ }
    return this.keep({ ...record, endedAt: record.seenAt ?? new Date().toISOString(), isFinished: true });
  }

  /** Send every finished session: how many are left, why some were refused, the app's answers by id. */
  async sendAll() {
    const answers = {};
    const refused = [];
    let left = 0;
    for (const record of (await this.all()).filter((each) => each.isFinished)) {
      try {
        answers[record.id] = await ask("/api/sessions", { method: "POST", json: bodyOf(record) });
        await this.#do("readwrite", (store) => store.delete(record.id));
      } catch (error) {
        if (error.status === 404) await this.#do("readwrite", (store) => store.delete(record.id)); // whose it was is gone
        else left += 1;
        if (error.status && error.status !== 503) refused.push(`${error.message} ${error.next}`);
      }
    }
    if (!left) try { localStorage.removeItem(WAITING); } catch { /* nothing is kept there */ }
    return { left, refused, answers, answer: Object.values(answers)[0] ?? null };
  }

  async #do(mode, act) {
    const database = await this.#open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  #open() {
    this.database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return this.database;
  }
}

/** What a draft must share with the sheet to be gone on with: the same exercises in the same doses. */
function dosesOf({ exercises }) {
  return JSON.stringify(exercises.map(({ exercise_id, part_id, sides, sets, reps, work_s }) =>
    [exercise_id, part_id, sides, sets, reps, work_s]));
}

function bodyOf({ id, runnerId, planId, day, startedAt, endedAt, sets, entries }) {
  return { id, runner_id: runnerId, plan_id: planId, plan_day: day, started_at: startedAt, ended_at: endedAt, sets, entries };
}
