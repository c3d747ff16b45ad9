// Starts the worker of the pose models: with several threads, and with one where the browser hangs on several.

/** A worker that is starting says every second that it lives. Firefox can hold one for ever when it starts threads of
 *  its own while a debugger or a WebDriver is attached (about one start in thirty); silence is the only sign of it. */
const SILENCE_MS = 10_000;

/** The worker with its models loaded; rejects with words. `options` go to the worker. */
export async function startPoseWorker(address, { silenceMs = SILENCE_MS, ...options } = {}) {
  const message = { kind: "load", address, ...options };
  const worker = (await started(message, silenceMs)) ?? (await started({ ...message, threads: 1 }, silenceMs));
  if (!worker) throw new Error("it does not start");
  return worker;
}

/** The worker once it is ready, null where nothing was heard of it for so long. */
async function started(message, silenceMs) {
  const worker = new Worker(new URL("./coach_pose_worker.js", import.meta.url));
  let silence = 0;
  const answer = await new Promise((resolve) => {
    const hear = ({ kind, words }) => {
      clearTimeout(silence);
      if (kind === "starting") silence = setTimeout(() => resolve({ kind: "silent" }), silenceMs);
      else resolve({ kind, words });
    };
    hear({ kind: "starting" });
    worker.onmessage = ({ data }) => hear(data);
    worker.onerror = ({ message: words }) => hear({ kind: "failed", words });
    worker.postMessage(message);
  });
  if (answer.kind === "ready") return worker;
  worker.terminate();
  if (answer.kind === "failed") throw new Error(answer.words);
  return null;
}
