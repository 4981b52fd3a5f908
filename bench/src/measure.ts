/**
 * One measurement in a process of its own, so that peak memory and the number of WebAssembly threads are its own.
 * Prints one JSON object. Run by speed.ts:
 *
 *     node measure.js iterations DEVICE THREADS | matmul DEVICE THREADS | estimate DEVICE THREADS RUNS |
 *         memory WIDTH HEIGHT | upscale WIDTH HEIGHT
 */
import { fileURLToPath } from "node:url";
import {
  bicubicKernel,
  type Device,
  estimateKernel,
  type PlanarImage,
  planarImage,
  random,
  superResolve,
} from "@kernelgan/core";
import { readImage } from "kernelgan";
import { CropFeed, cropSource } from "../../packages/core/dist/gan/crop-feed.js";
import { initialState } from "../../packages/core/dist/gan/initial-state.js";
import { settingsOf } from "../../packages/core/dist/gan/settings.js";
import { train } from "../../packages/core/dist/gan/trainer.js";
import { buildTrainingGraph } from "../../packages/core/dist/gan/training-graph.js";
import { Graph } from "../../packages/core/dist/graph/graph.js";
import { matmul } from "../../packages/core/dist/graph/ops/matmul.js";
import { mean } from "../../packages/core/dist/graph/ops/reduce.js";
import { openEngine } from "../../packages/core/dist/runtime/device.js";
import { openSession } from "../../packages/core/dist/runtime/session.js";
import { flops } from "./flops.js";

const SAMPLE = fileURLToPath(new URL("../../docs/sample/photo.png", import.meta.url));

const WARM_UP = 100;
const MEASURED = 500;
/** Iterations that are timed together; the fastest and the middle of these are reported. */
const GROUP = 25;

/** Time of a training iteration once it runs warm: fastest and median of groups. */
async function iterations(device: Device, threads: number) {
  const image = await readImage(SAMPLE);
  const sizes = { scale: 2, kernelSize: 13, channels: image.channels, outputSize: 26 };
  const settings = settingsOf("release", { iterations: WARM_UP + MEASURED });
  const engine = await openEngine(device, threads);
  const training = buildTrainingGraph(sizes, settings, engine.dialect);
  const session = await openSession(engine, training.graph);
  const marks: { iteration: number; time: number }[] = [];
  await train(
    session,
    training,
    settings,
    initialState(training.layout, settings, 0),
    new CropFeed(cropSource(image, sizes, 10), sizes, settings, 0),
    {
      signal: undefined,
      onProgress: ({ iteration }) => marks.push({ iteration, time: performance.now() }),
    },
  );
  const times: number[] = [];
  let from = marks.find((mark) => mark.iteration >= WARM_UP);
  for (const mark of marks) {
    if (!from || mark.iteration < from.iteration + GROUP) continue;
    times.push((mark.time - from.time) / (mark.iteration - from.iteration));
    from = mark;
  }
  times.sort((a, b) => a - b);
  const [best, median] = [times[0], times[Math.floor(times.length / 2)]];
  if (best === undefined || median === undefined) throw new Error("too few iterations were reported");
  const body = training.graph.orderedNodes().find((node) => node.opType === "Scan")?.attributes.body as Graph;
  return { best, median, flops: flops(body) };
}

/** Speed of a large matrix product, in GFLOP/s: what the engine reaches at best. */
async function largeProduct(device: Device, threads: number) {
  const n = 1024;
  const graph = new Graph();
  const a = graph.input("a", [n, n]);
  const b = graph.input("b", [n, n]);
  graph.output("y", mean(matmul(a, b)));
  const session = await openSession(await openEngine(device, threads), graph);
  const tensor = session.tensor(new Float32Array(n * n).fill(0.5), [n, n]);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 8; i++) {
    const start = performance.now();
    await session.run({ a: tensor, b: tensor });
    best = Math.min(best, performance.now() - start);
  }
  return { gflops: (2 * n ** 3) / best / 1e6 };
}

/** A whole ×2 estimate of the sample: time to the first iteration from the start of the process, and in all. */
async function estimate(device: Device, threads: number, runs: number) {
  const image = await readImage(SAMPLE);
  let first = 0;
  const { timing } = await estimateKernel(
    image,
    { method: "kernelgan", device, threads, runs },
    {
      onProgress: () => {
        first ||= performance.now();
      },
    },
  );
  return { first: first / 1000, seconds: timing.seconds, peak: peakMegabytes() };
}

/** Peak memory of estimating a large image, beyond the image itself. */
async function memory(width: number, height: number) {
  const image = texture(width, height);
  await estimateKernel(image, { method: "kernelgan", iterations: 100, real: true });
  return { peak: peakMegabytes() - image.data.byteLength / 2 ** 20 };
}

/** Upscaling a large image by 2 with `fast`: time, and peak memory in all. */
async function upscale(width: number, height: number) {
  const { timing } = await superResolve(texture(width, height), bicubicKernel(2), {
    scale: 2,
    method: "fast",
  });
  return { seconds: timing.seconds, peak: peakMegabytes() };
}

/** A colour image of random blocks of several sizes. */
function texture(width: number, height: number): PlanarImage {
  const image = planarImage(width, height, 3);
  const { uniform } = random(0);
  const levels = Float32Array.from({ length: 4096 }, () => uniform());
  for (let c = 0, i = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        image.data[i] =
          ((levels[((y >> 2) * 61 + (x >> 2) * 17 + c) & 4095] ?? 0) +
            (levels[((y >> 4) * 7 + (x >> 4)) & 4095] ?? 0)) /
          2;
      }
    }
  }
  return image;
}

/** Largest resident size so far, in MiB. */
function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}

const [what, first, second, third] = process.argv.slice(2);
const threads = Number(second);
const measurements: Record<string, () => Promise<Record<string, number>>> = {
  iterations: () => iterations(first as Device, threads),
  matmul: () => largeProduct(first as Device, threads),
  estimate: () => estimate(first as Device, threads, Number(third)),
  memory: () => memory(Number(first), Number(second)),
  upscale: () => upscale(Number(first), Number(second)),
};
const measurement = measurements[what ?? ""];
if (!measurement)
  throw new Error(`unknown measurement ${what}; choose one of ${Object.keys(measurements).join(", ")}`);
const result = await measurement();
console.log(JSON.stringify(result));
process.exit(0);
