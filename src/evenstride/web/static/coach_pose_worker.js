// The worker in which the pose models run. A classic script, because the runtime is one; everything else is modules.
// In: {kind: "load", address, threads, isFixed} once, then {kind: "look", number, picture: an ImageBitmap or a VideoFrame,
// timeS}. Out: starting, once a second until it is ready; seen, gone (the picture could not be read) or failed.
// `isFixed` keeps it from changing to the lighter model.
const THREADS = 2;
const SIGN_OF_LIFE_MS = 1000;
/** A model that takes longer than this on the median gives way to a lighter one. */
const SLOW_MS = 66;
const TIMED_LOOKS = 45;
let tracker = null;
let toLighter = null;
let tookMs = [];
let before = Promise.resolve();

self.onmessage = ({ data }) => {
  before = before
    .then(() => (data.kind === "load" ? load(data) : look(data)))
    .catch((error) => self.postMessage({ kind: "failed", words: String(error?.message ?? error) }));
};

async function load(options) {
  const signs = setInterval(() => self.postMessage({ kind: "starting" }), SIGN_OF_LIFE_MS);
  try {
    const threads = await loadModels(options);
    self.postMessage({ kind: "ready", threads });
  } finally {
    clearInterval(signs);
  }
}

/** How many threads the models run in. */
async function loadModels({ address, threads = THREADS, isFixed = false }) {
  const { Landmarker, Model, loadRuntime } = await import("./coach_pose_models.js");
  const { PersonDetector } = await import("./coach_pose_detector.js");
  const { PoseTracker } = await import("./coach_pose_tracker.js");
  const runtime = await loadRuntime(address, { threads: Math.min(threads, navigator.hardwareConcurrency || 1) });
  const [full, detector] = await Promise.all(["full", "detector"].map((name) => Model.load(runtime, `${address}/${name}.tflite`)));
  tracker = new PoseTracker(new Landmarker(full), new PersonDetector(detector));
  toLighter = isFixed ? null : async () => {
    toLighter = null;
    tracker.landmarker = new Landmarker(await Model.load(runtime, `${address}/lite.tflite`));
  };
  return runtime.threads;
}

async function look({ number, picture: given, timeS }) {
  const began = performance.now();
  // A frame of a camera is turned into colours once, not for every square that is cut out of it.
  const picture = await createImageBitmap(given).catch(() => null);
  given.close();
  if (!picture) {
    self.postMessage({ kind: "gone", number });
    return;
  }
  const size = [picture.width, picture.height];
  const points = await tracker.look(picture, timeS);
  picture.close();
  const took = performance.now() - began;
  self.postMessage({ kind: "seen", number, points, size, took });
  tookMs.push(took);
  if (toLighter && tookMs.length === TIMED_LOOKS) {
    const isSlow = tookMs.sort((a, b) => a - b)[TIMED_LOOKS >> 1] > SLOW_MS;
    tookMs = [];
    if (isSlow) await toLighter();
  }
}
