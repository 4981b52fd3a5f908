/**
 * `npm run bench:sr -- --data DIR [--set gauss_x2 --images 01,03 --methods fast,zssr --seed 0 --threads 2
 *   --kernels bicubic,release,kernelgan,spectral,auto,true --noise 5 --jpeg 80 --prior small|FILE.onnx
 *   --prior-iterations 8]`
 *
 * Upscales images whose originals are known for several kernels (kernels.ts), as the command would, and prints PSNR on
 * Y per image and on average, beside bicubic interpolation; then times and memory. The layouts: layouts/. A line for
 * every picture is printed as soon as it is done: all of it takes hours, since `zssr` takes minutes for each.
 * `--methods fast,prior` compares the patches with a trained prior.
 */

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  imresize,
  RESTORE_METHODS,
  type RestoreMethod,
  SUPER_RESOLVE_OPTIONS,
  type SuperResolveOptions,
} from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
import { namesAmong, scriptArguments } from "@kernelgan/testing/script-arguments";
import { degradationOf, degraded, described } from "./degradation.js";
import { judge, psnr } from "./judge.js";
import { findKernel, KERNELS, kernelNames } from "./kernels.js";
import { shiftOf } from "./layouts/known-set.js";
import { openSet } from "./layouts/layouts.js";
import { mean } from "./statistics.js";
import { printTable } from "./table.js";

const { values } = scriptArguments({
  options: {
    data: { type: "string" },
    set: { type: "string", default: "gauss_x2" },
    images: { type: "string" },
    methods: { type: "string", default: "fast,zssr" },
    kernels: { type: "string", default: KERNELS.join(",") },
    noise: { type: "string", default: "0" },
    jpeg: { type: "string" },
    seed: { type: "string", default: "0" },
    threads: { type: "string", default: "2" },
    prior: { type: "string", default: "small" },
    "prior-iterations": { type: "string" },
  },
});

const set = await openSet(values.data, values.set);
const { scale } = set;
const comparison = { border: set.border, shift: shiftOf(set) };
const images = values.images?.split(",") ?? set.images;
const methods: Method[] = namesAmong(values.methods, "method", [...RESTORE_METHODS, "prior"]);
const [seed, threads] = [Number(values.seed), Number(values.threads)];
const degradation = degradationOf(values);
const names = kernelNames(values.kernels).filter((name) => name !== "release" || set.release);

/** `prior`: `fast` with the trained prior that `--prior` names. */
type Method = RestoreMethod | "prior";
const priorModel = values.prior === "small" ? undefined : await readFile(values.prior);

function methodOptions(method: Method): SuperResolveOptions {
  if (method !== "prior") return { method };
  const iterations = values["prior-iterations"];
  return {
    ...(priorModel ? { priorModel } : { prior: "small" }),
    ...(iterations ? { priorIterations: Number(iterations) } : {}),
  };
}

interface Row {
  interpolation: number;
  /** By "method kernel". */
  psnr: Record<string, number>;
}

const columns = methods.flatMap((method) => names.map((name) => `${method} ${name}`));
const rows = new Map<string, Row>();
const seconds: Record<string, number[]> = {};
const iterations: number[] = [];
const msPerIteration: number[] = [];

console.log(
  `×${scale}, ${values.set}, ${images.length} images, ${described(degradation)}: PSNR on Y in dB, ${set.border}-pixel border\n`,
);
for (const image of images) {
  const [low, high] = [await degraded(await set.low(image), degradation), await set.high(image)];
  const row: Row = { interpolation: psnr(imresize(low, { scale }), high, comparison), psnr: {} };
  rows.set(image, row);
  for (const name of names) {
    const found = await findKernel(name, set, image, low, { seed, threads });
    // An estimate has the kernels on the way as well, by which `zssr` goes in steps.
    const kernels = found.given.estimate?.kernels ?? found.kernel;
    for (const method of methods) {
      const { priorModel, ...own } = methodOptions(method);
      const options = { scale, ...own, exactKernel: found.exact, seed, threads };
      const all = { ...applicableOptions(SUPER_RESOLVE_OPTIONS, options), priorModel };
      const result = await judge(low, high, kernels, all, comparison);
      const key = `${method} ${name}`;
      row.psnr[key] = result.psnr;
      seconds[method] = [...(seconds[method] ?? []), result.timing.seconds];
      for (const training of result.trainings) {
        iterations.push(training.iterations);
        msPerIteration.push((1000 * training.seconds) / training.iterations);
      }
      console.log(`${image} ${key}: ${row.psnr[key].toFixed(2)} dB, ${result.timing.seconds.toFixed(1)} s`);
    }
  }
}

const of = (image: string): Row => rows.get(image) as Row;
const average = (value: (row: Row) => number): number => mean(images.map((image) => value(of(image))));
console.log();
printTable(
  ["image", "bicubic interpolation", ...columns],
  [
    ...images.map((image) => [
      image,
      of(image).interpolation.toFixed(2),
      ...columns.map((c) => (of(image).psnr[c] as number).toFixed(2)),
    ]),
    [
      "mean",
      average((row) => row.interpolation).toFixed(2),
      ...columns.map((c) => average((row) => row.psnr[c] as number).toFixed(2)),
    ],
    [
      "gain",
      "0.00",
      ...columns.map((c) => average((row) => (row.psnr[c] as number) - row.interpolation).toFixed(2)),
    ],
  ],
);

console.log();
for (const method of methods) {
  const all = seconds[method] as number[];
  console.log(
    `${method}: ${mean(all).toFixed(1)} s an image on average, ${Math.max(...all).toFixed(1)} s at most`,
  );
}
if (iterations.length > 0) {
  console.log(
    `zssr: ${mean(msPerIteration).toFixed(0)} ms an iteration, ${mean(iterations).toFixed(0)} iterations on average`,
  );
}

if (methods.includes("fast")) {
  const measure = fileURLToPath(new URL("measure.js", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [measure, "upscale", "3000", "2000"]);
  const { peak, seconds } = JSON.parse(stdout) as { peak: number; seconds: number };
  console.log(
    `fast, 3000×2000 → 6000×4000: ${peak.toFixed(0)} MiB of memory in all, ${seconds.toFixed(0)} s`,
  );
}
