// The live coach's own modules, without a browser: squares and their filter, following and searching, what may be sent when.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const STATIC = "../../../../src/evenstride/web/static";
const { RegionFilter, fromSquare, jump, regionOfAlignment } = await import(`${STATIC}/coach_pose_region.js`);
const { PoseTracker } = await import(`${STATIC}/coach_pose_tracker.js`);
const { CoachLink } = await import(`${STATIC}/coach_link.js`);
const { startPoseWorker } = await import(`${STATIC}/coach_pose_start.js`);
const { LandmarkSource, PictureSource } = await import(`${STATIC}/coach_sources.js`);

const near = (value, expected, error = 1e-9) => assert.ok(Math.abs(value - expected) <= error, `${value} is not ${expected}`);
const PICTURE = { width: 640, height: 480 };
const at = (x, y, size = 400) => ({ x, y, size, turn: 0 });

test("an upright body gives an upright square, two and a half times the distance wide", () => {
  assert.deepEqual(regionOfAlignment([320, 240], [320, 80]), { x: 320, y: 240, size: 400, turn: 0 });
  near(regionOfAlignment([320, 240], [480, 240]).turn, Math.PI / 2);
  assert.equal(regionOfAlignment([1, 1], [1, 1]), null);
});

test("a place in a turned square is found in the picture", () => {
  const lying = { x: 100, y: 50, size: 40, turn: Math.PI / 2 };
  const [x, y] = fromSquare(lying, 0.5, 0); // the top of the square points to the right
  near(x, 120);
  near(y, 50);
});

test("the filter foresees where a steady movement goes", () => {
  const filter = new RegionFilter(0, at(100, 200));
  for (let n = 1; n <= 60; n += 1) filter.update(n / 30, at(100 + (90 * n) / 30, 200));
  near(filter.speed, 90, 1);
  near(filter.predict(2.1).x, 100 + 90 * 2.1, 1);
  near(filter.predict(2.1).size, 400, 1e-6);
});

test("the filter takes a turn the short way round", () => {
  const filter = new RegionFilter(0, { ...at(0, 0), turn: 3.1 });
  for (let n = 1; n <= 90; n += 1) filter.update(n / 30, { ...at(0, 0), turn: -3.1 });
  near(filter.predict(3).turn, -3.1, 0.01);
});

/** A person whom a model sees where they are, if somebody looks near enough. */
class Stage {
  person = at(320, 240);
  looks = [];
  searches = 0;

  async look(_picture, region) {
    this.looks.push(region);
    const isSeen = this.person && jump(region, this.person) < 0.5;
    return { points: isSeen ? [[this.person.x, this.person.y, 1]] : null, presence: isSeen ? 0.99 : 0.01, region: this.person };
  }

  async find() {
    this.searches += 1;
    return this.person ? [this.person] : [];
  }
}

let stage;
let tracker;
beforeEach(() => {
  stage = new Stage();
  tracker = new PoseTracker(stage, stage);
});

test("somebody is searched once and then followed with one look a picture", async () => {
  assert.deepEqual(await tracker.look(PICTURE, 0), [[320, 240, 1]]);
  assert.equal(stage.looks.length, 2);
  for (let n = 1; n < 10; n += 1) assert.deepEqual(await tracker.look(PICTURE, n / 30), [[320, 240, 1]]);
  assert.equal(stage.looks.length, 11);
  assert.equal(stage.searches, 1);
});

test("after a loss the search is made five times a second, and finds", async () => {
  await tracker.look(PICTURE, 0);
  stage.person = null;
  for (let n = 1; n <= 60; n += 1) assert.equal(await tracker.look(PICTURE, n / 30), null);
  assert.ok(stage.searches <= 1 + 6 + 10, `${stage.searches} searches`);
  stage.person = at(100, 300, 300);
  let seen = null;
  for (let n = 61; n <= 70 && !seen; n += 1) seen = await tracker.look(PICTURE, n / 30);
  assert.deepEqual(seen, [[100, 300, 1]]);
});

test("somebody of another size right after a loss is not taken for the person", async () => {
  await tracker.look(PICTURE, 0);
  stage.person = at(320, 240, 120);
  assert.equal(await tracker.look(PICTURE, 0.1), null);
});

class Socket {
  static OPEN = 1;
  readyState = 1;
  sent = [];

  constructor() {
    Socket.last = this;
  }

  send(message) {
    this.sent.push(message);
  }

  hear(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

async function openLink(hear = {}) {
  globalThis.WebSocket = Socket;
  globalThis.location = { protocol: "http:", host: "127.0.0.1" };
  const link = new CoachLink({ onSeen() {}, onEnd() {}, ...hear });
  const opened = link.open({ exerciseId: "inner_quad_squat" });
  Socket.last.onopen();
  Socket.last.hear({ type: "ready" });
  await opened;
  return [link, Socket.last];
}

const seen = (id, tookMs) => ({ type: "seen", id, captured_ms: 0, took_ms: tookMs, waited_ms: 0, dropped: [] });

test("two pictures are on their way at most, and an answer makes room", async () => {
  const [link, socket] = await openLink();
  link.reserve(1);
  assert.equal(link.hasRoom, true);
  link.reserve(2);
  assert.equal(link.hasRoom, false);
  socket.hear(seen(0, 0));
  assert.equal(link.hasRoom, true);
});

test("where looking is slow the second picture waits at the camera, not at the coach", async () => {
  const [link, socket] = await openLink();
  for (let n = 0; n < 30; n += 1) socket.hear(seen(link.reserve(n), 500));
  assert.equal(link.hasRoom, true);
  link.reserve(30);
  assert.equal(link.hasRoom, false);
});

test("an answer says what the way of its picture was made of", async () => {
  let parts = null;
  const [link, socket] = await openLink({ onSeen: (_answer, _latency, told) => (parts = told) });
  const number = link.reserve(performance.now() - 20);
  link.sendPicture(number, new ArrayBuffer(3));
  assert.equal(socket.sent.at(-1).byteLength, 15);
  socket.hear(seen(number, 0));
  assert.ok(parts.camera_ms >= 20 && parts.ready_ms >= 0 && parts.way_ms >= 0, JSON.stringify(parts));
});

class Worker {
  constructor() {
    Worker.last = this;
    this.got = [];
  }

  postMessage(message) {
    this.got.push(message);
  }

  terminate() {
    this.isOver = true;
  }
}

test("what the browser sees goes out as numbers and nothing else", async () => {
  globalThis.Worker = Worker;
  const [link, socket] = await openLink();
  const source = new LandmarkSource(link, "/pose-model/1");
  const opened = source.open(() => {});
  Worker.last.onmessage({ data: { kind: "ready" } });
  await opened;
  const number = link.reserve(40);
  source.take(number, {}, 40);
  Worker.last.onmessage({ data: { kind: "seen", number, points: [[1.26, 2.04, 0.987]], size: [640, 480], took: 30 } });
  assert.equal(source.hasRoom, true);
  assert.deepEqual(JSON.parse(socket.sent.at(-1)).points, [[1.3, 2, 0.99]]);
  assert.ok(socket.sent.every((message) => typeof message === "string"));
});

test("where the browser is slow the next picture waits at the camera until shortly before its turn", async () => {
  globalThis.Worker = Worker;
  const [link] = await openLink();
  const source = new LandmarkSource(link, "/pose-model/1");
  const opened = source.open(() => {});
  Worker.last.onmessage({ data: { kind: "ready" } });
  await opened;
  for (let n = 0; n < 30; n += 1) {
    source.take(n, {}, n);
    Worker.last.onmessage({ data: { kind: "seen", number: n, points: null, size: [640, 480], took: 60 } });
  }
  source.take(30, {}, 30);
  assert.equal(source.hasRoom, false);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(source.hasRoom, true);
  source.take(31, {}, 31);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(source.hasRoom, false);
});

test("a model that does not run is told at once, and later too", async () => {
  globalThis.Worker = Worker;
  const [link] = await openLink();
  const broken = new LandmarkSource(link, "/pose-model/1").open(() => {});
  Worker.last.onmessage({ data: { kind: "failed", words: "no WebAssembly" } });
  await assert.rejects(broken, /does not run in this browser \(no WebAssembly\)/);
  let told = "";
  const opened = new LandmarkSource(link, "/pose-model/1").open((words) => (told = words));
  Worker.last.onmessage({ data: { kind: "ready" } });
  await opened;
  Worker.last.onerror({ message: "out of memory" });
  assert.match(told, /out of memory/);
});

test("where a browser hangs on threads the model starts anew with one", async () => {
  const workers = [];
  globalThis.Worker = class extends Worker {
    constructor() {
      super();
      workers.push(this);
    }
    postMessage({ threads }) {
      this.threads = threads;
      if (threads === 1) this.onmessage({ data: { kind: "ready" } });
    }
  };
  const ready = await startPoseWorker("/pose-model/1", { silenceMs: 20 });
  assert.equal(ready, workers[1]);
  assert.deepEqual(workers.map(({ threads, isOver }) => [threads, Boolean(isOver)]), [[undefined, true], [1, false]]);
});

test("who gives a sign of life is waited for, who never does is given up", async () => {
  globalThis.Worker = Worker;
  const slow = startPoseWorker("/pose-model/1", { silenceMs: 200 });
  const worker = Worker.last;
  for (let n = 0; n < 5; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    worker.onmessage({ data: { kind: "starting" } });
  }
  worker.onmessage({ data: { kind: "ready" } });
  assert.equal(await slow, worker);
  await assert.rejects(startPoseWorker("/pose-model/1", { silenceMs: 20 }), /it does not start/);
});

test("a picture that the browser's model could not read gives its place back", async () => {
  globalThis.Worker = Worker;
  const [link] = await openLink();
  const source = new LandmarkSource(link, "/pose-model/1");
  let told = "";
  const opened = source.open((words) => (told = words));
  Worker.last.onmessage({ data: { kind: "ready" } });
  await opened;
  const number = link.reserve(1);
  source.take(number, {}, 1);
  link.reserve(2);
  assert.equal(link.hasRoom, false);
  Worker.last.onmessage({ data: { kind: "gone", number } });
  assert.equal(link.hasRoom && source.hasRoom, true);
  assert.equal(told, "");
});

test("what hardly moves keeps the better model in a slow browser", async () => {
  globalThis.Worker = Worker;
  const [link] = await openLink();
  for (const keepsModel of [false, true]) {
    const opened = new LandmarkSource(link, "/pose-model/1", { keepsModel }).open(() => {});
    assert.equal(Worker.last.got[0].isFixed, keepsModel);
    Worker.last.onmessage({ data: { kind: "ready" } });
    await opened;
  }
});

test("a source that is closed while the model loads leaves no worker behind", async () => {
  globalThis.Worker = Worker;
  const [link] = await openLink();
  const source = new LandmarkSource(link, "/pose-model/1");
  const opened = source.open(() => {});
  source.close();
  Worker.last.onmessage({ data: { kind: "ready" } });
  await opened;
  assert.equal(Worker.last.isOver, true);
});

test("a picture that could not be copied gives its place back", async () => {
  globalThis.Worker = Worker;
  const [link] = await openLink();
  const source = new PictureSource(link);
  const number = link.reserve(1);
  source.take(number, {});
  link.reserve(2);
  Worker.last.onmessage({ data: { number, jpeg: null } });
  assert.equal(source.hasRoom, true);
  source.close();
  assert.equal(Worker.last.isOver, true);
});
