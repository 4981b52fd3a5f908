/**
 * `npm run bench:fit-runs -- PATH… [--images 12] [--runs 4] [--iterations 600] [--seed 0]`
 *
 * What the number of KernelGAN's runs, their preset, and the temperature of their mean
 * (packages/core/src/estimate/gan-runs.ts) are worth. PATH: photographs, or folders of them; of many, `--images` are
 * taken evenly. Each is blurred with a random Gaussian kernel as in FKP's test, halved, rounded to 8 bits, trained on
 * from `--runs` seeds with each preset, and upscaled with a noise of 0.8 gray levels of 255: mean and worst gain in
 * PSNR on Y over the bicubic kernel, which is used where the confidence in the mean is below that of trust.ts. (A
 * kernel hardly changes after 600 of the 3000 iterations.) Half a minute for each photograph.
 */

import {
  bicubicKernel,
  downscale,
  estimateKernel,
  type Kernel,
  KernelGanError,
  PRESETS,
  type Preset,
  random,
  randomKernel,
} from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { readImage } from "kernelgan";
import { averageRuns, RUN_TEMPERATURE } from "../../packages/core/dist/estimate/gan-runs.js";
import { isLikely } from "../../packages/core/dist/estimate/trust.js";
import { BlurEvidence } from "../../packages/core/dist/spectral/evidence/blur-evidence.js";
import { divisible } from "./degraded-photographs.js";
import { judge, quantised } from "./judge.js";
import { photographPaths } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { mean } from "./statistics.js";
import { marked, printTable } from "./table.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "12" },
    runs: { type: "string", default: "4" },
    iterations: { type: "string", default: "600" },
    seed: { type: "string", default: "0" },
  },
});

const SCALE = 2;
const NOISE = 0.8;
const EIGENVALUES = [0.35, 5] as const;
const TEMPERATURES = [2, 4, RUN_TEMPERATURE, 20, Number.POSITIVE_INFINITY];

/** Gains by what was done. */
const gains = new Map<string, number[]>();
const add = (title: string, gain: number): void => {
  gains.set(title, [...(gains.get(title) ?? []), gain]);
};

const paths = photographPaths(positionals, "bench:fit-runs", Number(values.images));
for (const [i, path] of paths.entries()) {
  showProgress(`photograph ${i + 1} of ${paths.length}`);
  const high = divisible(await readImage(path), SCALE);
  const truth = randomKernel(random(Number(values.seed), i), {
    scale: SCALE,
    size: 11,
    eigenvalues: EIGENVALUES,
  });
  const low = quantised(downscale(high, truth, SCALE));
  const evidence = await BlurEvidence.measure(low);
  const psnr = async (kernel: Kernel): Promise<number> =>
    (await judge(low, high, kernel, { scale: SCALE, noise: NOISE })).psnr;
  const bicubic = await psnr(bicubicKernel(SCALE));
  const gainOf = async (kernel: Kernel): Promise<number> =>
    isLikely(kernel, SCALE, evidence.confidenceIn(kernel, SCALE)) ? (await psnr(kernel)) - bicubic : 0;
  add("true kernel", (await psnr(truth)) - bicubic);
  for (const preset of Object.keys(PRESETS) as Preset[]) {
    const runs = [];
    for (let seed = 0; seed < Number(values.runs); seed++) {
      const kernel = await trained(preset, seed);
      if (kernel) runs.push({ seed, kernel });
    }
    const [first] = runs;
    add(`${preset}: one run`, first ? await gainOf(first.kernel) : 0);
    for (const temperature of TEMPERATURES) {
      const title = marked(
        `${preset}: ${values.runs} runs, T = ${temperature}`,
        temperature === RUN_TEMPERATURE,
      );
      add(title, first ? await gainOf(averageRuns(evidence, runs, SCALE, temperature).kernel) : 0);
    }
  }

  /** Undefined if the run failed. */
  async function trained(preset: Preset, seed: number): Promise<Kernel | undefined> {
    try {
      const iterations = Number(values.iterations);
      const options = {
        preset,
        seed,
        iterations,
        runs: 1,
        restarts: 0,
        threads: 1,
        fallback: false,
      } as const;
      return (await estimateKernel(low, { method: "kernelgan", ...options })).kernel;
    } catch (error) {
      if (error instanceof KernelGanError && error.code === "training-failed") return undefined;
      throw error;
    }
  }
}
clearProgress();
printTable(
  ["", "mean gain, dB", "worst", "used"],
  [...gains].map(([title, all]) => [
    title,
    mean(all).toFixed(2),
    Math.min(...all).toFixed(2),
    `${all.filter((gain) => gain !== 0).length} of ${all.length}`,
  ]),
);
