/**
 * `npm run bench:fit-blur -- PATH… [--images 8] [--seed 0] [--only shrinkage,temperature]`
 *
 * The constants with which fitted shapes become one kernel (packages/core/src/spectral/blur-constants.ts): the gain over the bicubic
 * kernel with the values in use, marked *, and with values around them, one constant at a time. PATH: photographs, or folders of
 * them, of which `--images` are taken evenly. Every photograph is degraded as degraded-photographs.ts does it for `--seed`, upscaled
 * for the kernel that is found, whether it can be trusted or not, and compared: PSNR on Y, 8 pixels of border left out. A line has the
 * mean gain in dB for each kind, and the last column the worst of all cases. A minute or two for each photograph.
 */
import { parseArgs } from "node:util";
import { bicubicKernel, type Kernel, random } from "@kernelgan/core";
import { readImage } from "kernelgan";
import { analyseBlur } from "../../packages/core/dist/spectral/analyse-blur.js";
import { BLUR_CONSTANTS, type BlurConstants } from "../../packages/core/dist/spectral/blur-constants.js";
import { BlurEvidence } from "../../packages/core/dist/spectral/blur-evidence.js";
import type { BlurShape } from "../../packages/core/dist/spectral/shapes/index.js";
import { casesOf, type PhotographCase } from "./degraded-photographs.js";
import { judge } from "./judge.js";
import { photographPaths } from "./photographs.js";
import { mean } from "./statistics.js";
import { printTable } from "./table.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "8" },
    seed: { type: "string", default: "0" },
    only: { type: "string" },
  },
});

/** The kinds of case that have a blur to find. */
const KINDS = ["Gaussian", "Gaussian ×3", "Gaussian ×4", "other blur", "compressed", "noise"] as const;

const penalty =
  (shape: BlurShape) =>
  (value: number): Partial<BlurConstants> => ({
    penalties: { ...BLUR_CONSTANTS.penalties, [shape]: value },
  });

/** A constant: the values tried, the one in use among them, and the constants with a value. */
interface Trial {
  readonly title: string;
  readonly inUse: number;
  readonly values: readonly number[];
  with(value: number): Partial<BlurConstants>;
}

const { penalties } = BLUR_CONSTANTS;
const TRIALS: Readonly<Record<string, Trial>> = {
  shrinkage: {
    title: "part of the covariance that is drawn",
    inUse: BLUR_CONSTANTS.shrinkage,
    values: [0.8, 0.86, 0.92, 1, 1.1],
    with: (shrinkage) => ({ shrinkage }),
  },
  compressedShrinkage: {
    title: "the same of compressed images",
    inUse: BLUR_CONSTANTS.compressedShrinkage,
    values: [0.92, 1.1, 1.25, 1.4],
    with: (compressedShrinkage) => ({ compressedShrinkage }),
  },
  temperature: {
    title: "T",
    inUse: BLUR_CONSTANTS.temperature,
    values: [1, 2, 4, 8],
    with: (temperature) => ({ temperature }),
  },
  disk: { title: "o of the disk", inUse: penalties.disk, values: [0, 2, 4, 8], with: penalty("disk") },
  motion: { title: "o of the line", inUse: penalties.motion, values: [0, 2, 4, 8], with: penalty("motion") },
  arc: { title: "o of the arc", inUse: penalties.arc, values: [0, 2.5, 5, 10], with: penalty("arc") },
  phaseTemperature: {
    title: "evidence of the edges for one orientation",
    inUse: BLUR_CONSTANTS.phaseTemperature,
    values: [0.0015, 0.003, 0.006, 0.012],
    with: (phaseTemperature) => ({ phaseTemperature }),
  },
};

/** A degraded image, what it says about its blur, and what the bicubic kernel makes of it. */
interface Case extends PhotographCase {
  readonly evidence: BlurEvidence;
  readonly bicubic: number;
}

const cases: Case[] = [];
const paths = photographPaths(positionals, Number(values.images), "bench:fit-blur");
for (const [i, path] of paths.entries()) {
  process.stderr.write(`\r\x1b[Kphotograph ${i + 1} of ${paths.length}`);
  for (const one of await casesOf(await readImage(path), random(Number(values.seed), i))) {
    if (!KINDS.some((kind) => kind === one.kind)) continue;
    const bicubic = await psnr(one, bicubicKernel(one.scale));
    cases.push({ ...one, evidence: await BlurEvidence.measure(one.low), bicubic });
  }
}

const names = values.only?.split(",") ?? Object.keys(TRIALS);
for (const name of names) {
  const trial = TRIALS[name];
  if (!trial) throw new Error(`unknown constant "${name}"; choose among ${Object.keys(TRIALS).join(", ")}`);
  const lines: string[][] = [];
  for (const [i, value] of trial.values.entries()) {
    process.stderr.write(`\r\x1b[K${name}: value ${i + 1} of ${trial.values.length}`);
    lines.push([`${value}${value === trial.inUse ? " *" : ""}`, ...(await gains(trial.with(value)))]);
  }
  process.stderr.write("\r\x1b[K");
  console.log(`\n${name}: ${trial.title}\n`);
  printTable(["", ...KINDS, "worst"], lines);
}

/** Mean gain of each kind, and the worst gain of all. */
async function gains(constants: Partial<BlurConstants>): Promise<string[]> {
  const all: { kind: string; gain: number }[] = [];
  for (const one of cases) {
    const { kernel } = await analyseBlur(one.evidence, {}, { ...BLUR_CONSTANTS, ...constants });
    all.push({ kind: one.kind, gain: (await psnr(one, kernel(one.scale))) - one.bicubic });
  }
  const columns = KINDS.map((kind) => {
    const same = all.filter((row) => row.kind === kind);
    return same.length === 0 ? "" : mean(same.map(({ gain }) => gain)).toFixed(2);
  });
  return [...columns, Math.min(...all.map(({ gain }) => gain)).toFixed(2)];
}

async function psnr({ low, high, scale }: PhotographCase, kernel: Kernel): Promise<number> {
  return (await judge(low, high, kernel, { scale })).psnr;
}
