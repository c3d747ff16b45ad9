// Sounds by Web Audio, put on its own clock ahead of time so that they come in time when the page's timers sleep; words
// by a voice that lives on this device, never one that asks another computer.
const TONES = {
  start: { hertz: 880, seconds: 0.35 },
  count: { hertz: 587, seconds: 0.14 },
  phase: { hertz: 659, seconds: 0.08 },
  end: { hertz: 1175, seconds: 0.5 },
};
const LOUDNESS = 0.35;
const VOICES_WAIT_MS = 1500;

export class Sound {
  #context = null;
  #planned = [];
  #last = null;
  #voice = null;
  isMuted = false;

  /** To be called in answer to a click or key: browsers make no sound before. */
  begin({ isMuted, voice }) {
    this.isMuted = isMuted;
    this.#voice = voice;
    if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
    try {
      this.#context = new AudioContext();
      this.#context.resume().catch(() => {}); // closed before it began: nothing to hear any more
    } catch {
      this.#context = null; // no sound on this device
    }
  }

  /** Plan what is to be heard of a step, from where it is. */
  schedule(cues, elapsedMs) {
    if (this.isMuted || !this.#context) return;
    this.#last = { cues, elapsedMs, at: performance.now() };
    for (const { atMs, kind } of cues) {
      if (atMs >= elapsedMs - 50) this.#play(TONES[kind], (atMs - elapsedMs) / 1000);
    }
  }

  cancel() {
    const now = this.#context?.currentTime ?? 0;
    for (const { tone, begins } of this.#planned) if (begins > now) tone.stop();
    this.#planned = [];
  }

  finish() {
    globalThis.speechSynthesis?.cancel();
    this.#context?.close();
    this.#context = null;
  }

  toggleMuted() {
    this.isMuted = !this.isMuted;
    const last = this.#last;
    if (this.isMuted) {
      this.cancel();
      globalThis.speechSynthesis?.cancel();
    } else if (last) this.schedule(last.cues, last.elapsedMs + performance.now() - last.at);
    return this.isMuted;
  }

  say(words) {
    if (this.isMuted || !this.#voice?.localService) return;
    const spoken = new SpeechSynthesisUtterance(words);
    spoken.voice = this.#voice;
    spoken.lang = this.#voice.lang;
    speechSynthesis.cancel();
    speechSynthesis.speak(spoken);
  }

  #play({ hertz, seconds }, inSeconds) {
    const context = this.#context;
    const begins = context.currentTime + Math.max(0, inSeconds);
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0, begins);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, begins + 0.01);
    loudness.gain.exponentialRampToValueAtTime(0.001, begins + seconds);
    tone.connect(loudness).connect(context.destination);
    tone.start(begins);
    tone.stop(begins + seconds);
    this.#planned.push({ tone, begins });
  }
}

/** An English voice of this device; null where there is none. */
export async function findLocalVoice() {
  if (!globalThis.speechSynthesis) return null;
  const find = () => speechSynthesis.getVoices().find((each) => each.localService && each.lang.startsWith("en")) ?? null;
  if (find()) return find();
  await new Promise((resolve) => {
    speechSynthesis.addEventListener("voiceschanged", resolve, { once: true });
    setTimeout(resolve, VOICES_WAIT_MS);
  });
  return find();
}
