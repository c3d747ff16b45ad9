// Tones and sentences of the coach, both of this device only.
import { Sound, findLocalVoice } from "./session_sound.js";

export class CoachVoice {
  #sound = new Sound();
  #hasTones = true;

  /** In answer to a click or a key. */
  async begin({ speaks, hasTones }) {
    this.#hasTones = hasTones;
    this.#sound.begin({ isMuted: false, voice: null });
    const voice = speaks ? await findLocalVoice() : null;
    this.#sound.begin({ isMuted: this.#sound.isMuted, voice });
    return !speaks || voice !== null;
  }

  tone(kind) {
    if (this.#hasTones) this.#sound.schedule([{ atMs: 0, kind }], 0);
  }

  say(words) {
    this.#sound.say(words);
  }

  toggleMuted() {
    return this.#sound.toggleMuted();
  }

  finish() {
    this.#sound.finish();
  }
}
