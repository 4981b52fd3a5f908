/**
 * `npm run bench:accuracy [-- --data DIR --images 01,03 --presets release,paper --seeds 0,1 --iterations 3000 --threads 2]`
 *
 * Estimates the kernels of a set of images whose kernels are known and compares: per image and on average, beside
 * the kernels of the authors' release where the set has them. The set: known-set.ts.
 */
import { parseArgs } from "node:util";
import { compareKernels, estimateKernel, type KernelComparison, type Preset } from "@kernelgan/core";
import { knownSet, mean } from "./known-set.js";
import { printTable } from "./table.js";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: "../shared/bench" },
    images: { type: "string" },
    presets: { type: "string", default: "release,paper" },
    seeds: { type: "string", default: "0" },
    iterations: { type: "string", default: "3000" },
    threads: { type: "string", default: "2" },
  },
});

const set = knownSet(values.data, "gauss_x2");
const images = values.images?.split(",") ?? set.images;
const presets = values.presets.split(",") as Preset[];
const seeds = values.seeds.split(",").map(Number);

/** One kernel against the truth. */
interface Result extends KernelComparison {
  restarts: number;
  seconds: number;
}

const results = new Map<string, Result>();
const key = (image: string, preset: string, seed: number | string): string => `${image} ${preset} ${seed}`;

const jobs = images.flatMap((image) =>
  presets.flatMap((preset) => seeds.map((seed) => ({ image, preset, seed }))),
);
for (const [i, { image, preset, seed }] of jobs.entries()) {
  process.stderr.write(`\r${i + 1} of ${jobs.length}: image ${image}, ${preset}, seed ${seed}    `);
  const estimate = await estimateKernel(await set.low(image), {
    method: "kernelgan",
    preset,
    seed,
    iterations: Number(values.iterations),
    threads: Number(values.threads),
  });
  const comparison = compareKernels(estimate.kernel, set.truth(image), 2);
  results.set(key(image, preset, seed), {
    ...comparison,
    restarts: estimate.restarts,
    seconds: estimate.timing.seconds,
  });
}
process.stderr.write("\n");

for (const image of images) {
  const theirs = set.release(image);
  if (theirs) {
    results.set(key(image, "authors", 0), {
      ...compareKernels(theirs.kernel, set.truth(image), 2),
      restarts: 0,
      seconds: theirs.seconds,
    });
  }
}

const methods = [...(set.hasRelease ? ["authors"] : []), ...presets];
const seedsOf = (method: string): readonly number[] => (method === "authors" ? [0] : seeds);

/** One table: a number per image and method, averaged over seeds, and its mean over the images. */
function table(title: string, of: (result: Result) => number, digits: number): void {
  console.log(`\n${title}\n`);
  const cell = (image: string, method: string): number =>
    mean(seedsOf(method).map((seed) => of(results.get(key(image, method, seed)) as Result)));
  const rows = images.map((image) => [
    image,
    ...methods.map((method) => cell(image, method).toFixed(digits)),
  ]);
  rows.push([
    "mean",
    ...methods.map((method) => mean(images.map((image) => cell(image, method))).toFixed(digits)),
  ]);
  printTable(["image", ...methods.map((m) => (m === "authors" ? "authors' release" : `ours, ${m}`))], rows);
}

console.log(
  `×2, ${images.length} images, seeds ${seeds.join(", ")}, ${values.iterations} iterations. Kernels are aligned first.`,
);
table("Σ|estimate − truth|: 0 is perfect, 2 disjoint", (r) => r.l1, 3);
table("Normalised correlation: 1 is perfect", (r) => r.correlation, 3);
table(
  "Size: trace of the covariance, estimate / truth; 1 is perfect, below 1 too narrow",
  (r) => r.traceRatio,
  2,
);
table("Restarts", (r) => r.restarts, 2);
table("Seconds", (r) => r.seconds, 1);
