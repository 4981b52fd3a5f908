/**
 * `npm run bench:sr -- --data DIR [--set gauss_x2 --images 01,03 --methods fast,zssr --seed 0 --threads 2
 *   --kernels bicubic,release,kernelgan,spectral,auto,true --noise 5 --jpeg 80]`
 *
 * Upscales images whose originals are known by 2, for several kernels (kernels.ts), as the command would, and prints PSNR on Y
 * (8-pixel border) per image and on average, beside bicubic interpolation; then times and memory. The set: known-set.ts. A
 * line for every picture is printed as soon as it is done: all of it takes hours, since `zssr` takes minutes for each.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { imresize, type RestoreMethod, SUPER_RESOLVE_OPTIONS } from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
import { type Degradation, degraded, described } from "./degradation.js";
import { BORDER, judge, psnr } from "./judge.js";
import { findKernel, KERNELS, kernelNames, SCALE } from "./kernels.js";
import { knownSet, mean } from "./known-set.js";
import { printTable } from "./table.js";

const { values } = parseArgs({
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
  },
});

const set = knownSet(values.data, values.set);
const images = values.images?.split(",") ?? set.images;
const methods = values.methods.split(",") as RestoreMethod[];
const [seed, threads] = [Number(values.seed), Number(values.threads)];
const degradation: Degradation = {
  noise: Number(values.noise),
  jpeg: values.jpeg === undefined ? undefined : Number(values.jpeg),
};
const names = kernelNames(values.kernels).filter((name) => name !== "release" || set.hasRelease);

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
  `×${SCALE}, ${values.set}, ${images.length} images, ${described(degradation)}: PSNR on Y in dB, ${BORDER}-pixel border\n`,
);
for (const image of images) {
  const [low, high] = [await degraded(await set.low(image), degradation), await set.high(image)];
  const row: Row = { interpolation: psnr(imresize(low, { scale: SCALE }), high), psnr: {} };
  rows.set(image, row);
  for (const name of names) {
    const { kernel, exact, confidence } = await findKernel(name, set, image, low, { seed, threads });
    for (const method of methods) {
      const options = { scale: SCALE, method, exactKernel: exact, seed, threads };
      const result = await judge(low, high, kernel, {
        ...applicableOptions(SUPER_RESOLVE_OPTIONS, options),
        confidence,
      });
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
