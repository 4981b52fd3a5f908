/**
 * `npm run bench:fit-zssr -- PATH… [--images 2] [--side 384] [--seed 0] [--only iterations] [--threads 2] [--rows
 * FILE]`
 *
 * The constants of `zssr` (restore/zssr/settings.ts) that are not its authors': PSNR with the values in use, marked *,
 * and with values around them, one constant at a time. PATH: photographs, or folders of them; of many, `--images` are
 * taken evenly, and of each the central square of `--side` pixels, which is blurred with a random kernel as in DIV2KRK
 * (`--seed`), halved, rounded to 8 bits, and upscaled with the true kernel. Means over the photographs in dB, PSNR on
 * Y, 8 pixels of border left out, and the seconds of a training.
 *
 * Some 10 trainings for each photograph, each of a minute or more on two cores. `--rows` keeps their results in a file
 * and resumes there.
 */

import { basename } from "node:path";
import { downscale, type Kernel, type PlanarImage, random, randomKernel } from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { enlarge } from "../../packages/core/dist/restore/zssr/enlarge.js";
import { Examples, fitCrop } from "../../packages/core/dist/restore/zssr/examples.js";
import { ZSSR_SETTINGS, type ZssrSettings } from "../../packages/core/dist/restore/zssr/settings.js";
import { trainZssr } from "../../packages/core/dist/restore/zssr/trainer.js";
import { openEngine } from "../../packages/core/dist/runtime/device.js";
import { chosenTrials } from "./chosen-trials.js";
import { BORDER, psnr, quantised } from "./judge.js";
import { SCALE } from "./kernels.js";
import { photographPaths, readCentre } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { RowsFile } from "./rows-file.js";
import { mean } from "./statistics.js";
import { marked, printTable } from "./table.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "2" },
    side: { type: "string", default: "384" },
    seed: { type: "string", default: "0" },
    only: { type: "string" },
    threads: { type: "string", default: "2" },
    rows: { type: "string" },
  },
});

/** Numbers of back-projections after each training. */
const BACK_PROJECTIONS = [0, 2, 4, 6, 8, 12];
const { exact } = ZSSR_SETTINGS.backProjections;

/** What a training gives. */
interface Row {
  /** PSNR for each of BACK_PROJECTIONS. */
  readonly psnr: readonly number[];
  readonly iterations: number;
  readonly seconds: number;
}

/** One constant and what is tried for it. */
interface Trial {
  readonly title: string;
  readonly tried: readonly { readonly show: string; readonly settings: Partial<ZssrSettings> }[];
}

const TRIALS: readonly Trial[] = [
  {
    title: "iterations",
    tried: [300, 600, 1200, 3000].map((iterations) => ({
      show: marked(String(iterations), iterations === ZSSR_SETTINGS.iterations),
      settings: { iterations },
    })),
  },
  {
    title: "cutAtLatest",
    tried: [[], [0.5, 0.75], [0.75, 0.9], [0.9, 0.97]].map((cutAtLatest) => ({
      show: marked(cutAtLatest.join(", ") || "none", cutAtLatest.join() === ZSSR_SETTINGS.cutAtLatest.join()),
      settings: { cutAtLatest },
    })),
  },
  {
    title: "measuredCrops",
    tried: [2, 6, 18].map((measuredCrops) => ({
      show: marked(String(measuredCrops), measuredCrops === ZSSR_SETTINGS.measuredCrops),
      settings: { measuredCrops },
    })),
  },
];

async function trainAndJudge(
  high: PlanarImage,
  low: PlanarImage,
  kernel: Kernel,
  settings: ZssrSettings,
): Promise<Row> {
  const started = performance.now();
  const engine = await openEngine("cpu", Number(values.threads));
  const size = { channels: low.channels, ...fitCrop([low], settings.cropSize, SCALE) };
  const examples = new Examples([low], size, { kernel, scale: SCALE, noise: 0 }, 0);
  const { weights, iterations } = await trainZssr(engine, examples, size, settings, {
    seed: 0,
    signal: undefined,
    onProgress: undefined,
  });
  const seconds = (performance.now() - started) / 1000;
  const numbers: number[] = [];
  for (const backProjections of BACK_PROJECTIONS) {
    const options = { kernel, scale: SCALE, backProjections, onTile: async () => {} };
    numbers.push(psnr(await enlarge(engine, weights, low, options), high));
  }
  return { psnr: numbers, iterations, seconds };
}

const paths = photographPaths(positionals, "bench:fit-zssr", Number(values.images));
const trials = chosenTrials(TRIALS, values.only);
const file = new RowsFile<Row>(values.rows);
const results = trials.map(({ tried }) => tried.map((): Row[] => []));
const inUse: Row[] = [];
for (const [index, path] of paths.entries()) {
  const high = await readCentre(path, Number(values.side), SCALE);
  const kernel = randomKernel(random(Number(values.seed), index), { scale: SCALE });
  const low = quantised(downscale(high, kernel, SCALE));
  const row = (others: Partial<ZssrSettings>): Promise<Row> => {
    const settings = { ...ZSSR_SETTINGS, ...others };
    const key = JSON.stringify([basename(path), index, values.side, values.seed, settings]);
    return file.get(key, () => trainAndJudge(high, low, kernel, settings));
  };
  inUse.push(await row({}));
  for (const [t, { title, tried }] of trials.entries()) {
    for (const [v, { show, settings }] of tried.entries()) {
      showProgress(`${index + 1} of ${paths.length}: ${title} ${show}`);
      results[t]?.[v]?.push(await row(settings));
    }
  }
}
clearProgress();
console.log(
  `×${SCALE}, seed ${values.seed}, PSNR on Y in dB, border of ${BORDER} pixels, means over ${paths.length}:`,
);
console.log(`${paths.map((path) => basename(path)).join(", ")}\n`);
const at = BACK_PROJECTIONS.indexOf(exact);
const meanPsnr = (rows: readonly Row[], i: number): string =>
  mean(rows.map((row) => row.psnr[i] ?? Number.NaN)).toFixed(2);
printTable(
  ["backProjections.exact", "PSNR"],
  BACK_PROJECTIONS.map((count, i) => [marked(String(count), count === exact), meanPsnr(inUse, i)]),
);
for (const [t, { title, tried }] of trials.entries()) {
  console.log();
  printTable(
    [title, "PSNR", "iterations", "seconds"],
    tried.map(({ show }, v) => {
      const rows = results[t]?.[v] ?? [];
      return [
        show,
        meanPsnr(rows, at),
        mean(rows.map(({ iterations }) => iterations)).toFixed(0),
        mean(rows.map(({ seconds }) => seconds)).toFixed(0),
      ];
    }),
  );
}
