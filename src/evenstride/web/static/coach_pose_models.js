// The pose models in this browser: LiteRT as WebAssembly, on the processor. The files come from the app's own server.
import { Cutter, fromSquare, regionOfAlignment } from "./coach_pose_region.js";

/** Points of the body in front of the two that say where the same person is next. */
const BODY_POINTS = 33;
const HIP_ROW = 33;
const SCALE_ROW = 34;
const VALUES_A_POINT = 5;
const HEATMAP_SIDE = 64;
const WINDOW = 7;
const LEAST_PEAK = 0.5;
export const LEAST_PRESENCE = 0.5;

/** The runtime, with several threads where this browser can; it is a script that names itself `ModuleFactory`. */
export async function loadRuntime(address, { threads }) {
  if (threads > 1 && self.crossOriginIsolated) {
    try {
      return await madeRuntime(address, "litert_threads", threads);
    } catch {
      // no relaxed SIMD in this browser: one thread does it too
    }
  }
  return madeRuntime(address, "litert", 1);
}

async function madeRuntime(address, name, threads) {
  const script = `${address}/${name}.js`;
  importScripts(script);
  const quiet = () => {};
  const module = await self.ModuleFactory({
    locateFile: () => `${address}/${name}.wasm`,
    mainScriptUrlOrBlob: script,
    print: quiet,
    printErr: quiet,
  });
  return { module, environment: module.LiteRtEnvironment.create(null), threads };
}

/** A model with one square picture as its input and outputs by name. */
export class Model {
  #runtime;
  #compiled;
  #input;
  #names;
  sidePx;

  static async load(runtime, address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    const model = new Model();
    await model.#compile(runtime, new Uint8Array(await answer.arrayBuffer()));
    return model;
  }

  async #compile(runtime, content) {
    const { module, environment, threads } = runtime;
    const place = module._malloc(content.length);
    module.HEAPU8.set(content, place);
    const loaded = module.loadModel(environment, place, content.length);
    const type = loaded.getInputTensorType(0, 0);
    const host = module.LiteRtTensorBufferType.HOST_MEMORY;
    this.#runtime = runtime;
    this.#compiled = await module.compileModel(environment, loaded, {
      environment: { liteRtEnvironment: environment },
      accelerator: "wasm",
      cpuOptions: { numThreads: threads },
      gpuOptions: {},
      webNNOptions: {},
    });
    this.#input = module.LiteRtTensorBuffer.createManaged(environment, host, type, type.bytes());
    this.#names = listed(loaded.getSignature(0).outputNames());
    this.sidePx = Math.sqrt(type.bytes() / Float32Array.BYTES_PER_ELEMENT / 3);
  }

  /** Outputs by name for an RGBA picture, whose values go in as `scale * value + offset`. */
  async run(rgba, scale, offset) {
    const { module } = this.#runtime;
    const { READ, WRITE } = module.LiteRtTensorBufferLockMode;
    const size = 3 * this.sidePx * this.sidePx;
    const values = new Float32Array(module.HEAPU8.buffer, this.#input.lock(WRITE), size);
    for (let from = 0, to = 0; to < size; from += 4) {
      for (let color = 0; color < 3; color += 1, to += 1) values[to] = rgba[from + color] * scale + offset;
    }
    this.#input.unlock();
    const outputs = await this.#compiled.run(0, [this.#input]);
    return Object.fromEntries(
      outputs.map((output, at) => {
        const count = output.packedSize() / Float32Array.BYTES_PER_ELEMENT;
        const content = new Float32Array(module.HEAPU8.buffer, output.lock(READ), count).slice();
        output.unlock();
        output.delete();
        return [this.#names[at], content];
      }),
    );
  }
}

/** Finds the points of the one person in a square of a picture. */
export class Landmarker {
  #model;
  #cutter;

  constructor(model) {
    this.#model = model;
    this.#cutter = new Cutter(model.sidePx);
  }

  /** {points: [x, y, visibility] in pixels, presence, region: where the same person is by these points, or null}. */
  async look(picture, region) {
    const { Identity: raw, Identity_1: presence, Identity_3: heatmap } = await this.#model.run(
      this.#cutter.cut(picture, region),
      1 / 255,
      0,
    );
    const place = (row) => {
      const at = VALUES_A_POINT * row;
      return fromSquare(region, ...refined(heatmap, row, raw[at] / this.#model.sidePx, raw[at + 1] / this.#model.sidePx));
    };
    const points = Array.from({ length: BODY_POINTS }, (_, row) => [...place(row), sigmoid(raw[VALUES_A_POINT * row + 3])]);
    return { points, presence: presence[0], region: regionOfAlignment(place(HIP_ROW), place(SCALE_ROW)) };
  }
}

/** A point in fractions of the square, moved to the centre of mass of its heatmap near by where that is sure of it. */
function refined(heatmap, row, x, y) {
  const [column, line] = [Math.floor(x * HEATMAP_SIDE), Math.floor(y * HEATMAP_SIDE)];
  if (Math.min(column, line) < 0 || Math.max(column, line) >= HEATMAP_SIDE) return [x, y];
  const count = heatmap.length / HEATMAP_SIDE ** 2;
  const half = (WINDOW - 1) / 2;
  let [sum, sumX, sumY, peak] = [0, 0, 0, 0];
  for (let v = Math.max(0, line - half); v <= Math.min(HEATMAP_SIDE - 1, line + half); v += 1) {
    for (let u = Math.max(0, column - half); u <= Math.min(HEATMAP_SIDE - 1, column + half); u += 1) {
      const weight = sigmoid(heatmap[(v * HEATMAP_SIDE + u) * count + row]);
      sum += weight;
      sumX += weight * u;
      sumY += weight * v;
      peak = Math.max(peak, weight);
    }
  }
  return peak >= LEAST_PEAK ? [sumX / sum / HEATMAP_SIDE, sumY / sum / HEATMAP_SIDE] : [x, y];
}

export function sigmoid(logit) {
  return 1 / (1 + Math.exp(-logit));
}

function listed(vector) {
  return Array.from({ length: vector.size() }, (_, at) => vector.get(at));
}
