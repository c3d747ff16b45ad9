// One file on its way to the app: declared, sent part by part with the hash of each, gone on with where it stopped.
import { AnswerError, ask } from "./requests.js";

const PARTS_A_FILE = 24; // so that the bar moves
const LEAST_PART_BYTES = 256 * 1024;
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 8000];

export class Sending {
  // onChange is called with this whenever something about it is new.
  constructor(file, upload, onChange) {
    this.file = file;
    this.upload = upload; // what the app says of it; null before it was declared
    this.onChange = onChange;
    this.state = "waiting";
    this.problem = "";
    this.leftS = null;
  }

  get share() {
    return this.upload ? this.upload.offset / this.upload.size_bytes : 0;
  }

  async send() {
    this.breaking = new AbortController();
    this.set("sending");
    try {
      await this.declare();
      await this.sendParts();
      this.set("looking");
      this.upload = await ask(`/api/uploads/${this.upload.id}/look`, { method: "POST" });
      this.problem = this.upload.problem || "";
      this.set(this.upload.state);
    } catch (error) {
      if (this.state === "removed") return;
      if (error.name === "AbortError") return void this.set("paused");
      this.problem = `${error.message} ${error.next || ""}`.trim();
      this.set(error instanceof AnswerError && error.status < 500 ? "failed" : "paused");
    }
  }

  pause() {
    this.breaking?.abort();
  }

  async remove() {
    this.state = "removed";
    this.breaking?.abort();
    if (this.upload) await ask(`/api/uploads/${this.upload.id}`, { method: "DELETE" }).catch(() => {});
  }

  // Go on with what came of the same file before, else begin.
  async declare() {
    if (this.upload) this.upload = await ask(`/api/uploads/${this.upload.id}`);
    if (this.upload && (await isSameFile(this.file, this.upload))) return;
    const json = { name: this.file.name, size_bytes: this.file.size, modified_ms: Math.max(0, this.file.lastModified) };
    this.upload = await ask("/api/uploads", { method: "POST", json });
  }

  async sendParts() {
    const partBytes = Math.min(this.upload.most_part_bytes, Math.max(LEAST_PART_BYTES, this.file.size / PARTS_A_FILE));
    const begun = performance.now();
    const before = this.upload.offset;
    while (this.upload.offset < this.upload.size_bytes) {
      const part = this.file.slice(this.upload.offset, this.upload.offset + Math.ceil(partBytes));
      this.upload = await this.sendPart(part);
      const perByte = (performance.now() - begun) / (this.upload.offset - before);
      this.leftS = ((this.upload.size_bytes - this.upload.offset) * perByte) / 1000;
      this.onChange(this);
    }
  }

  // A part that was lost on the way is sent again; the app says from where.
  async sendPart(part) {
    for (const pauseMs of [...PAUSES_MS, null]) {
      try {
        const content = await part.arrayBuffer();
        const digest = await sha256(content);
        return await ask(`/api/uploads/content/${this.upload.id}?offset=${this.upload.offset}`, {
          method: "PUT",
          body: content,
          headers: { "Content-Type": "application/octet-stream", ...(digest && { "Part-SHA256": digest }) },
          signal: this.breaking.signal,
        });
      } catch (error) {
        const isLost = !(error instanceof AnswerError) || error.status >= 500 || error.code === "upload_part";
        if (error.name === "AbortError" || !isLost || pauseMs === null) throw error;
        await new Promise((wake) => setTimeout(wake, pauseMs));
        this.breaking.signal.throwIfAborted();
        const there = await ask(`/api/uploads/${this.upload.id}`).catch(() => null);
        if (there && there.offset !== this.upload.offset) return there;
      }
    }
    throw new Error("The app does not answer.");
  }

  set(state) {
    if (this.state === "removed") return;
    this.state = state;
    this.onChange(this);
  }
}

// Whether a file is the one of which something came, by size, date and the last part's hash.
export async function isSameFile(file, upload) {
  if (file.size !== upload.size_bytes) return false;
  if (!upload.part_bytes) return true;
  const digest = await sha256(await file.slice(upload.offset - upload.part_bytes, upload.offset).arrayBuffer());
  return digest === null || digest === upload.part_sha256;
}

async function sha256(content) {
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
