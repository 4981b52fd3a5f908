/**
 * `npm run bench:fit-prior -- PATH… [--prior FILE.onnx --images 6 --side 256 --seed 0 --only dataWeight]`
 *
 * The constants of the iterations with a trained prior (restore/prior/schedule.ts), and their number: PSNR with the
 * values in use, marked *, and with values around them, one constant at a time; first with the patches. PATH:
 * photographs, or folders of them; of many, `--images` are taken evenly, and of each the central square of `--side`
 * pixels, blurred with a random kernel as in DIV2KRK (`--seed`), halved, and rounded to 8 bits (clean), with white
 * noise of σ = 3 gray levels of 255 (noise), or as JPEG of quality 70; upscaled with the true kernel. Without `--prior`
 * the small one.
 */

import { readFileSync } from "node:fs";
import { downscale, type Kernel, type PlanarImage, random, randomKernel } from "@kernelgan/core";
import { namesAmong, scriptArguments } from "@kernelgan/testing/script-arguments";
import { imageNoise } from "../../packages/core/dist/restore/assumed-noise.js";
import { restoreFast } from "../../packages/core/dist/restore/fast/restore-fast.js";
import { Denoiser } from "../../packages/core/dist/restore/prior/denoiser.js";
import { PRIOR_OPTIONS } from "../../packages/core/dist/restore/prior/method.js";
import { openPrior } from "../../packages/core/dist/restore/prior/open-prior.js";
import { restorePrior } from "../../packages/core/dist/restore/prior/restore-prior.js";
import { PRIOR_CONSTANTS, type PriorConstants } from "../../packages/core/dist/restore/prior/schedule.js";
import { openEngine } from "../../packages/core/dist/runtime/device.js";
import { degraded } from "./degradation.js";
import { psnr, quantised } from "./judge.js";
import { SCALE } from "./kernels.js";
import { around, photographPaths, readCentre } from "./photographs.js";
import { mean } from "./statistics.js";
import { marked, printTable } from "./table.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    prior: { type: "string" },
    images: { type: "string", default: "6" },
    side: { type: "string", default: "256" },
    seed: { type: "string", default: "0" },
    only: { type: "string" },
    threads: { type: "string", default: "2" },
  },
});

const TABLES = ["iterations", ...Object.keys(PRIOR_CONSTANTS)];
const only = namesAmong(values.only ?? TABLES.join(","), "table", TABLES);

const COLUMNS = ["clean", "noise", "JPEG"] as const;

interface Case {
  readonly low: Record<(typeof COLUMNS)[number], PlanarImage>;
  readonly high: PlanarImage;
  readonly kernel: Kernel;
}

const paths = photographPaths(positionals, "bench:fit-prior", Number(values.images));
const cases = await Promise.all(
  paths.map(async (path, i): Promise<Case> => {
    const high = await readCentre(path, Number(values.side), SCALE);
    const kernel = randomKernel(random(Number(values.seed), i), { scale: SCALE });
    const clean = quantised(downscale(high, kernel, SCALE));
    const noise = await degraded(clean, { noise: 3 });
    return { low: { clean, noise, JPEG: await degraded(clean, { noise: 0, jpeg: 70 }) }, high, kernel };
  }),
);
const model = await openPrior(
  values.prior === undefined ? "small" : "given",
  values.prior === undefined ? undefined : readFileSync(values.prior),
);
if (!model) throw new Error("there is no prior");
const denoiser = await Denoiser.open(await openEngine("auto", Number(values.threads)), model);

type Restore = (low: PlanarImage, kernel: Kernel, noise: number) => Promise<PlanarImage>;

/** The mean PSNR in each column. */
async function row(title: string, restore: Restore): Promise<string[]> {
  const cells: string[] = [];
  for (const column of COLUMNS) {
    const psnrs: number[] = [];
    for (const { low, high, kernel } of cases) {
      const image = low[column];
      psnrs.push(psnr(await restore(image, kernel, imageNoise(image, SCALE)), high));
    }
    cells.push(mean(psnrs).toFixed(2));
  }
  return [title, ...cells];
}

const ITERATIONS: number = PRIOR_OPTIONS.priorIterations.default;
const withPrior =
  (constants: PriorConstants, iterations = ITERATIONS): Restore =>
  (low, kernel, noise) =>
    restorePrior(denoiser, low, kernel, SCALE, { noise, iterations, constants });

console.log(
  `×${SCALE}, seed ${values.seed}, PSNR on Y in dB, means over ${paths.length}: ${paths.join(", ")}\n`,
);
const wanted = (title: string): boolean => only.includes(title);
printTable(
  ["", ...COLUMNS],
  [
    await row("patches", (low, kernel, noise) => restoreFast(low, kernel, SCALE, { noise })),
    await row("prior", withPrior(PRIOR_CONSTANTS)),
  ],
);
if (wanted("iterations")) {
  const rows: string[][] = [];
  for (const n of [4, 6, 8, 12, 16, 24]) {
    rows.push(await row(marked(n, n === ITERATIONS), withPrior(PRIOR_CONSTANTS, n)));
  }
  console.log();
  printTable(["iterations", ...COLUMNS], rows);
}
for (const name of Object.keys(PRIOR_CONSTANTS) as (keyof PriorConstants)[]) {
  if (!wanted(name)) continue;
  const inUse = PRIOR_CONSTANTS[name];
  const isLevel = name !== "dataWeight" && name !== "lastStrengthPerNoise";
  const rows: string[][] = [];
  for (const value of around(inUse, [0.25, 0.5, 0.71, 1, 1.41, 2])) {
    const shown = isLevel ? `${(255 * value).toFixed(2)}/255` : value.toFixed(3);
    rows.push(await row(marked(shown, value === inUse), withPrior({ ...PRIOR_CONSTANTS, [name]: value })));
  }
  console.log();
  printTable([name, ...COLUMNS], rows);
}
await denoiser.release();
