/**
 * `npm run bench:fit-diagnosis -- PATH… [--images 4] [--side 768] [--seed 0] [--runs 1] [--settings paper,release,cold]
 *   [--contrasts 1] [--iterations 3000] [--threads 2] [--rows FILE]`
 *
 * The constants that judge a training run of KernelGAN (gan/diagnosis.ts), and the texture that an image needs for one
 * (LITTLE_TEXTURE of image/gradient.ts): the signs of convergence, against how good the kernel is. PATH: photographs,
 * or folders of them; of many, `--images` are taken evenly. The central square of `--side` pixels of each is blurred
 * with a random kernel as in DIV2KRK (`--seed`), halved, its contrast multiplied by each of `--contrasts`, and rounded
 * to 8 bits. KernelGAN is trained on it with `--runs` seeds from 0 on, and with these settings:
 *
 *     paper      the preset
 *     release    the preset
 *     sums       paper, with sums over the kernel in place of means, as the paper prints its losses (gan/presets.ts)
 *     cold       paper, without the warm-up (gan/presets.ts)
 *     hasty      paper, at 10 times the learning rate
 *
 * The last three make more runs fail. A kernel is good if Σ|kernel − truth|, both aligned, is less than half of that of
 * the bicubic kernel, which an image is upscaled with where nothing is known of it. Tables: every run; the range of
 * each sign, and the thresholds that tell good runs from bad ones best; what other thresholds refuse; how early good
 * runs pass. A good run that is refused costs a restart, a bad one that is accepted is a wrong kernel: a threshold may
 * refuse too much, not too little.
 *
 * Some 20 s for each photograph, seed and setting on two cores. `--rows` keeps the runs in a file and resumes there.
 */

import { basename } from "node:path";
import {
  bicubicKernel,
  compareKernels,
  downscale,
  type Kernel,
  kernelSum,
  type PlanarImage,
  random,
  randomKernel,
} from "@kernelgan/core";
import { namesAmong, scriptArguments } from "@kernelgan/testing/script-arguments";
import { openTrainer } from "../../packages/core/dist/estimate/run-trainer.js";
import {
  borderShare,
  diagnoseRun,
  MAX_BORDER_SHARE,
  MIN_JUDGED_ITERATIONS,
  MIN_VARIATION,
  SUM_TOLERANCE,
  variation,
  WATCHED_ITERATIONS,
} from "../../packages/core/dist/gan/diagnosis.js";
import { postProcessKernel } from "../../packages/core/dist/gan/post-process.js";
import { type KernelGanSettings, PRESETS } from "../../packages/core/dist/gan/presets.js";
import { Schedule } from "../../packages/core/dist/gan/schedule.js";
import { settingsOf } from "../../packages/core/dist/gan/settings.js";
import { LITTLE_TEXTURE, meanGradient } from "../../packages/core/dist/image/index.js";
import { quantised } from "./judge.js";
import { SCALE } from "./kernels.js";
import { around, photographPaths, readCentre } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { RowsFile } from "./rows-file.js";
import { mean } from "./statistics.js";
import { marked, printTable } from "./table.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "4" },
    side: { type: "string", default: "768" },
    seed: { type: "string", default: "0" },
    runs: { type: "string", default: "1" },
    settings: { type: "string", default: "paper,release,cold" },
    contrasts: { type: "string", default: "1" },
    iterations: { type: "string", default: "3000" },
    threads: { type: "string", default: "2" },
    rows: { type: "string" },
  },
});

const KERNEL_SIZE = 13;
const iterations = Number(values.iterations);

const SETTINGS: Readonly<Record<string, KernelGanSettings>> = {
  paper: settingsOf("paper", { iterations }),
  release: settingsOf("release", { iterations }),
  sums: settingsOf("paper", {
    iterations,
    boundaries: { reduction: "sum" },
    sparse: { reduction: "sum" },
  }),
  cold: settingsOf("paper", { iterations, bicubic: { weight: 0 } }),
  hasty: settingsOf("paper", { iterations, learningRate: 10 * settingsOf("paper").learningRate }),
};

/** Numbers of iterations that G's loss is watched over. */
const WATCHED = [50, 100, WATCHED_ITERATIONS, 400];

/**
 * A run as it stands after some iterations. The schedule does not look ahead, so a shorter run would have ended like
 * this.
 */
interface Checkpoint {
  readonly iteration: number;
  readonly sum: number;
  readonly border: number;
  /** Variation of G's loss, for each of WATCHED; 0 where the loss is not finite. */
  readonly variations: readonly number[];
  readonly warmUpEnded: boolean;
  /** Σ|kernel − truth| of the post-processed kernel; 2, the largest, if nothing is left of that. */
  readonly l1: number;
}

interface Run {
  readonly settings: string;
  readonly image: string;
  readonly seed: number;
  /** Σ|bicubic kernel − truth|. */
  readonly bicubic: number;
  readonly checkpoints: readonly Checkpoint[];
  /** Iterations until the warm-up's end, none if it did not end. */
  readonly warmUp: number | undefined;
  /** What diagnoseRun says. */
  readonly fault: string | undefined;
}

async function trained(
  settingsName: string,
  image: PlanarImage,
  truth: Kernel,
  seed: number,
): Promise<Omit<Run, "image">> {
  const settings = SETTINGS[settingsName];
  if (!settings) throw new Error(`unknown settings ${settingsName}`);
  const sizes = {
    scale: SCALE,
    kernelSize: KERNEL_SIZE,
    channels: image.channels,
    outputSize: settings.discriminatorCrop,
  };
  const trainer = await openTrainer({
    image,
    sizes,
    shave: settings.borderShave,
    settings,
    device: "cpu",
    threads: Number(values.threads),
  });
  const distance = (raw: Kernel): number => {
    const kernel = postProcessKernel(raw, SCALE, {
      rank: settings.postProcessCount,
      fraction: settings.postProcessFraction,
    });
    return kernel ? compareKernels(kernel, truth, SCALE).l1 : 2;
  };
  const kernels = new Map<number, Kernel>();
  const result = await trainer.train(seed, {
    signal: undefined,
    onProgress: ({ iteration, kernel }) => {
      // The chunks of a run end at these multiples.
      if (iteration % settings.bicubic.period === 0) kernels.set(iteration, kernel);
    },
  });
  await trainer.close();
  kernels.set(result.iterations, result.rawKernel);
  const warmUp = warmUpOf(settings, result.history.bicubic);
  return {
    settings: settingsName,
    seed,
    bicubic: compareKernels(bicubicKernel(SCALE), truth, SCALE).l1,
    warmUp,
    fault: diagnoseRun(result),
    checkpoints: [...kernels].map(([iteration, kernel]) => ({
      iteration,
      sum: kernelSum(kernel),
      border: borderShare(kernel),
      variations: WATCHED.map((watched) => {
        const losses = result.history.generator.subarray(Math.max(0, iteration - watched), iteration);
        return losses.every(Number.isFinite) ? variation(losses) : 0;
      }),
      warmUpEnded: warmUp !== undefined && warmUp <= iteration,
      l1: distance(kernel),
    })),
  };
}

/** Iterations until the late terms are switched on. */
function warmUpOf(settings: KernelGanSettings, losses: Float32Array): number | undefined {
  const schedule = new Schedule(settings);
  if (schedule.lateTermsOn) return 0;
  for (const [i, loss] of losses.entries()) {
    schedule.observe(i, loss);
    if (schedule.lateTermsOn) return i + 1;
  }
  return undefined;
}

/** A sign that a check looks at, 0 in a perfect run. Runs are refused beyond a threshold. */
interface Sign {
  readonly constant: string;
  readonly inUse: number;
  readonly values: readonly number[];
  /** Whether runs are refused below the threshold; above it otherwise. */
  readonly below: boolean;
  of(checkpoint: Checkpoint): number;
}

const FACTORS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
const watchedInUse = WATCHED.indexOf(WATCHED_ITERATIONS);

const SIGNS: readonly Sign[] = [
  {
    constant: "SUM_TOLERANCE",
    inUse: SUM_TOLERANCE,
    values: around(SUM_TOLERANCE, FACTORS),
    below: false,
    of: ({ sum }) => Math.abs(sum - 1),
  },
  {
    constant: "MAX_BORDER_SHARE",
    inUse: MAX_BORDER_SHARE,
    values: around(MAX_BORDER_SHARE, [0.1, 0.2, 0.35, 0.5, 1, 2, 4]),
    below: false,
    of: ({ border }) => border,
  },
  {
    constant: "MIN_VARIATION",
    inUse: MIN_VARIATION,
    values: around(MIN_VARIATION, [0.01, 0.1, 1, 10, 30, 100, 200]),
    below: true,
    of: ({ variations }) => variations[watchedInUse] ?? Number.NaN,
  },
];

const isRefused = ({ below }: Sign, value: number, threshold: number): boolean =>
  below ? value < threshold : value > threshold;

const isGood = ({ bicubic }: Run, { l1 }: Checkpoint): boolean => l1 < bicubic / 2;

/** The end of a run. */
const last = ({ checkpoints }: Run): Checkpoint => checkpoints[checkpoints.length - 1] as Checkpoint;

const short = (value: number): string => Number(value.toPrecision(2)).toString();
const range = (numbers: readonly number[]): string =>
  numbers.length === 0 ? "–" : `${short(Math.min(...numbers))} to ${short(Math.max(...numbers))}`;

function printRuns(runs: readonly Run[]): void {
  printTable(
    ["run", "seed", "Σ|k − truth|", "bicubic's", "warm-up", "Σk", "border", "variation", "diagnosis"],
    [...runs]
      .sort((a, b) => last(a).l1 / a.bicubic - last(b).l1 / b.bicubic)
      .map((run) => {
        const { l1, sum, border, variations } = last(run);
        return [
          `${run.settings}, ${run.image}`,
          String(run.seed),
          l1.toFixed(2),
          run.bicubic.toFixed(2),
          run.warmUp === undefined ? "never ended" : String(run.warmUp),
          sum.toFixed(3),
          border.toFixed(3),
          short(variations[watchedInUse] ?? Number.NaN),
          run.fault ?? "",
        ];
      }),
  );
}

/** Each sign, and the thresholds with which its check alone decides wrongly on the fewest runs. */
function printThresholds(good: readonly Run[], bad: readonly Run[]): void {
  const accepted = runs.filter(({ fault }) => fault === undefined);
  printTable(
    ["constant", "in use", "accepted runs", "good runs", "bad runs", "fewest wrong", "with thresholds"],
    SIGNS.map((sign) => {
      const signsOf = (of: readonly Run[]): number[] => of.map((run) => sign.of(last(run)));
      const wrong = (threshold: number): number =>
        signsOf(good).filter((value) => isRefused(sign, value, threshold)).length +
        signsOf(bad).filter((value) => !isRefused(sign, value, threshold)).length;
      // Between two neighbouring signs, all thresholds decide alike.
      const edges = [...new Set([...signsOf(runs), sign.inUse])].sort((x, y) => x - y);
      const fewest = Math.min(...edges.map(wrong));
      return [
        sign.constant,
        short(sign.inUse),
        range(signsOf(accepted)),
        range(signsOf(good)),
        range(signsOf(bad)),
        `${fewest} (in use ${wrong(sign.inUse)}) of ${runs.length}`,
        range(edges.filter((edge) => wrong(edge) === fewest)),
      ];
    }),
  );
}

function printTrials(good: readonly Run[], bad: readonly Run[]): void {
  for (const sign of SIGNS) {
    const refused = (runs: readonly Run[], value: number): string =>
      `${runs.filter((run) => isRefused(sign, sign.of(last(run)), value)).length} of ${runs.length}`;
    console.log();
    printTable(
      [sign.constant, "good refused", "bad refused"],
      sign.values.map((value) => [
        marked(short(value), value === sign.inUse),
        refused(good, value),
        refused(bad, value),
      ]),
    );
  }
}

/** How G's loss varies over different stretches at the end. */
function printWatched(good: readonly Run[], bad: readonly Run[]): void {
  const over = (runs: readonly Run[], w: number): string =>
    range(runs.map((run) => last(run).variations[w] ?? Number.NaN));
  printTable(
    ["WATCHED_ITERATIONS", "variation, good", "variation, bad"],
    WATCHED.map((watched, w) => [
      marked(watched, watched === WATCHED_ITERATIONS),
      over(good, w),
      over(bad, w),
    ]),
  );
}

/** Runs that end well, as they stand earlier. */
function printEarlier(good: readonly Run[]): void {
  const passes = (checkpoint: Checkpoint): boolean =>
    checkpoint.warmUpEnded && SIGNS.every((sign) => !isRefused(sign, sign.of(checkpoint), sign.inUse));
  const steps = [...new Set(good.flatMap(({ checkpoints }) => checkpoints.map((c) => c.iteration)))];
  printTable(
    ["iteration", "warm-up over", "pass all checks", "good by then", "Σ|k − truth|"],
    steps
      .sort((a, b) => a - b)
      .map((step) => {
        const then = good.flatMap((run) =>
          run.checkpoints
            .filter(({ iteration }) => iteration === step)
            .map((checkpoint) => ({ run, checkpoint })),
        );
        const count = (wanted: (one: (typeof then)[number]) => boolean): string =>
          `${then.filter(wanted).length} of ${then.length}`;
        return [
          marked(step, step === MIN_JUDGED_ITERATIONS),
          count(({ checkpoint }) => checkpoint.warmUpEnded),
          count(({ checkpoint }) => passes(checkpoint)),
          count(({ run, checkpoint }) => isGood(run, checkpoint)),
          mean(then.map(({ checkpoint }) => checkpoint.l1)).toFixed(2),
        ];
      }),
  );
}

/** How well KernelGAN does without texture: the runs with a preset. */
function printTexture(runs: readonly Run[], gradients: ReadonlyMap<string, number>): void {
  const rows = [...gradients].sort(([, a], [, b]) => a - b);
  printTable(
    [
      `mean gradient, LITTLE_TEXTURE ${LITTLE_TEXTURE}`,
      "gradient",
      "runs",
      "good",
      "Σ|k − truth|",
      "bicubic's",
    ],
    rows.map(([image, gradient]) => {
      const own = runs.filter((run) => run.image === image && run.settings in PRESETS);
      return [
        image,
        gradient.toFixed(4),
        String(own.length),
        String(own.filter((run) => isGood(run, last(run))).length),
        mean(own.map((run) => last(run).l1)).toFixed(2),
        mean(own.map((run) => run.bicubic)).toFixed(2),
      ];
    }),
  );
}

/** An image with less contrast, in 8 bits. */
function withContrast(image: PlanarImage, contrast: number): PlanarImage {
  if (contrast === 1) return quantised(image);
  const { data } = image;
  const middle = data.reduce((sum, value) => sum + value, 0) / data.length;
  return quantised({ ...image, data: data.map((value) => middle + contrast * (value - middle)) });
}

const paths = photographPaths(positionals, "bench:fit-diagnosis", Number(values.images));
const seeds = Array.from({ length: Number(values.runs) }, (_, i) => i);
const chosen = namesAmong(values.settings, "settings", Object.keys(SETTINGS));
const file = new RowsFile<Run>(values.rows);
const runs: Run[] = [];
const gradients = new Map<string, number>();
for (const [index, path] of paths.entries()) {
  const high = await readCentre(path, Number(values.side), SCALE);
  const truth = randomKernel(random(Number(values.seed), index), { scale: SCALE });
  const exact = downscale(high, truth, SCALE);
  for (const contrast of values.contrasts.split(",").map(Number)) {
    const image = contrast === 1 ? basename(path) : `${basename(path)} × ${contrast}`;
    const low = withContrast(exact, contrast);
    gradients.set(image, meanGradient(low));
    for (const settings of chosen) {
      for (const seed of seeds) {
        showProgress(`${index + 1} of ${paths.length}: ${image}, ${settings}, seed ${seed}`);
        const key = JSON.stringify([image, index, values.side, values.seed, settings, iterations, seed]);
        runs.push(
          await file.get(key, async () => ({ image, ...(await trained(settings, low, truth, seed)) })),
        );
      }
    }
  }
}
clearProgress();
const good = runs.filter((run) => isGood(run, last(run)));
const bad = runs.filter((run) => !isGood(run, last(run)));
console.log(`×${SCALE}, ${iterations} iterations, seed ${values.seed} of the kernels, * in use:`);
console.log(`${paths.map((path) => basename(path)).join(", ")}\n`);
printRuns(runs);
console.log(`\n${good.length} good runs, ${bad.length} bad ones\n`);
printThresholds(good, bad);
printTrials(good, bad);
console.log();
printWatched(good, bad);
console.log("\nRuns that end well and with a kernel that is not refused, earlier\n");
printEarlier(good.filter(({ fault }) => fault === undefined));
console.log();
printTexture(runs, gradients);
