/**
 * `npm run bench:fit-blur -- PATH… [--images 8] [--seed 0] [--confidence 0.9] [--only shrinkage,temperature]`
 *
 * The constants with which the spectrum of an image becomes a kernel (packages/core/src/spectral: blur-constants.ts,
 * power-spectrum.ts, and the share of the blocks that `spectral` uses): the gain over the bicubic kernel with the
 * values in use, marked *, and with values around them, one constant at a time. The prior over scenes was measured with
 * the spectra in use (fit-scene.ts): of those constants other values are at a small disadvantage.
 *
 * PATH: photographs, or folders of them, of which `--images` are taken evenly. Every photograph is degraded as
 * degraded-photographs.ts does it for `--seed`, the middle of it upscaled for the kernel that is found, whether it can
 * be trusted or not, and compared: PSNR on Y, 8 pixels of border left out. Kernels are undone with the noise that is
 * assumed for one of `--confidence`, by default for one of unknown quality: with so much their zeros hardly matter. A
 * line has the mean gain in dB for each kind, the last columns the worst of all cases and the mean trace of the
 * covariance over the true one. About a minute for each photograph.
 */

import { bicubicKernel, type Kernel, random } from "@kernelgan/core";
import { namesAmong, scriptArguments } from "@kernelgan/testing/script-arguments";
import { readImage } from "kernelgan";
import { toGray } from "../../packages/core/dist/image/index.js";
import { covariance } from "../../packages/core/dist/kernel/index.js";
import { BlurEvidence } from "../../packages/core/dist/spectral/evidence/blur-evidence.js";
import { blurOf } from "../../packages/core/dist/spectral/fit/analyse-blur.js";
import { BLUR_CONSTANTS, type BlurConstants } from "../../packages/core/dist/spectral/fit/blur-constants.js";
import { fitGaussian } from "../../packages/core/dist/spectral/fit/fit-gaussian.js";
import type { ShapeFit } from "../../packages/core/dist/spectral/fit/fit-shape.js";
import {
  fitShapes,
  type Preference,
  preferencesOf,
  weighFits,
} from "../../packages/core/dist/spectral/fit/fit-shapes.js";
import { shapeKernelSize } from "../../packages/core/dist/spectral/shapes/draw.js";
import { gaussianKernel } from "../../packages/core/dist/spectral/shapes/gaussian.js";
import type { BlurShape } from "../../packages/core/dist/spectral/shapes/index.js";
import { SPECTRUM_CONSTANTS } from "../../packages/core/dist/spectral/spectrum/power-spectrum.js";
import { SHARPEST_SHARE, spectralRatio } from "../../packages/core/dist/spectral/spectrum/spectral-ratio.js";
import { casesOf, jpegCasesOf, middleOf, type PhotographCase } from "./degraded-photographs.js";
import { judge } from "./judge.js";
import { photographPaths } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { mean } from "./statistics.js";
import { marked, printTable } from "./table.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "8" },
    seed: { type: "string", default: "0" },
    confidence: { type: "string" },
    only: { type: "string" },
  },
});

/** Of kernels; undefined: nothing is known of them. */
const CONFIDENCE = values.confidence === undefined ? undefined : Number(values.confidence);

/** The kinds of case that have a blur to find. */
const KINDS = [
  "Gaussian",
  "Gaussian ×3",
  "Gaussian ×4",
  "disk",
  "other blur",
  "compressed",
  "noise",
  "small, Gaussian",
  "small, disk",
  "JPEG, Gaussian",
  "JPEG, disk",
  "JPEG, motion",
] as const;
/** Side of the part that is judged, in pixels of the low-resolution image. */
const JUDGED_SIDE = 96;

/** A degraded image, what it says about its blur, and what the bicubic kernel makes of its middle. */
interface Case extends PhotographCase {
  readonly middle: PhotographCase;
  readonly evidence: BlurEvidence;
  readonly fits: readonly ShapeFit[];
  readonly preference: Preference;
  readonly bicubic: number;
}

/** A constant: the values tried, the one in use among them, and the kernel with a value. */
interface Trial {
  readonly title: string;
  readonly inUse: Value;
  readonly values: readonly Value[];
  kernel(one: Case, value: Value): Kernel | Promise<Kernel>;
}
type Value = number | readonly [number, number];

/** Of a constant by which fits become a kernel. */
function ofFits(
  title: string,
  name: Exclude<keyof BlurConstants, "penalties">,
  tried: readonly Value[],
): Trial {
  const kernel = (one: Case, value: Value): Kernel => {
    const constants = { ...BLUR_CONSTANTS, [name]: value };
    const preference = name.startsWith("phase") ? preferencesOf(one.evidence, constants) : one.preference;
    return blurOf(one.evidence, weighFits(one.fits, preference, constants), constants).kernel(one.scale);
  };
  return { title, inUse: BLUR_CONSTANTS[name], values: tried, kernel };
}

/** Of the penalty on a shape. */
function ofPenalty(title: string, shape: BlurShape, tried: readonly number[]): Trial {
  const { penalties } = BLUR_CONSTANTS;
  const kernel = (one: Case, value: Value): Kernel => {
    const constants = { ...BLUR_CONSTANTS, penalties: { ...penalties, [shape]: value } };
    return blurOf(one.evidence, weighFits(one.fits, one.preference, constants)).kernel(one.scale);
  };
  return { title, inUse: penalties[shape], values: tried, kernel };
}

/** Of the spectrum that everything is fitted to. */
function ofSpectrum(
  title: string,
  name: "flat" | "texture" | "compressedNoise",
  tried: readonly number[],
): Trial {
  const kernel = async (one: Case, value: Value): Promise<Kernel> => {
    const constants = { ...SPECTRUM_CONSTANTS, [name]: value };
    const evidence = await BlurEvidence.measure(one.low, undefined, { constants });
    const fits = await fitShapes(
      evidence,
      async () => {},
      () => {},
    );
    return blurOf(evidence, weighFits(fits, one.preference)).kernel(one.scale);
  };
  return { title, inUse: SPECTRUM_CONSTANTS[name], values: tried, kernel };
}

/** Of the choice of sharp blocks, by the kernel of the method `spectral`. */
function ofSharpest(
  title: string,
  name: "fine" | "coarse" | undefined,
  inUse: Value,
  tried: readonly Value[],
): Trial {
  const kernel = async ({ low, scale }: Case, value: Value): Promise<Kernel> => {
    const samples = await spectralRatio(toGray(low), {
      sharpest: typeof value === "number" ? value : SHARPEST_SHARE,
      constants: name && { ...SPECTRUM_CONSTANTS, [name]: value },
    });
    return gaussianKernel(fitGaussian(samples).covariance, scale, shapeKernelSize(scale));
  };
  return { title, inUse, values: tried, kernel };
}

const TRIALS: Readonly<Record<string, Trial>> = {
  shrinkage: ofFits("part of the covariance that is drawn", "shrinkage", [0.8, 0.86, 0.92, 1, 1.1]),
  widthExponent: ofFits("β", "widthExponent", [0, 0.1, 0.2, 0.4]),
  exactRadii: ofFits("radii of disks from which they are drawn as found", "exactRadii", [
    [0.8, 1],
    BLUR_CONSTANTS.exactRadii,
    [1.25, 1.5],
    [98, 99],
  ]),
  temperature: ofFits("T", "temperature", [1, 2, 3, 4, 8]),
  gaussianShare: ofFits(
    "weight of a Gaussian that stands alone",
    "gaussianShare",
    [0.3, 0.4, 0.5, 0.7, 1.01],
  ),
  diskShare: ofFits("weight of a disk that stands alone", "diskShare", [0.3, 0.5, 0.7, 1.01]),
  disk: ofPenalty("o of the disk", "disk", [0, 1, 2, 4]),
  box: ofPenalty("o of the box", "box", [4, 10, 20, 40]),
  motion: ofPenalty("o of the line", "motion", [0, 2, 4, 8]),
  arc: ofPenalty("o of the arc", "arc", [0, 2.5, 5, 10]),
  phaseTemperature: ofFits(
    "evidence of the edges for one orientation",
    "phaseTemperature",
    [0.0015, 0.003, 0.006, 0.012],
  ),
  freeLogOdds: ofFits("log odds that do not yet speak for asymmetry", "freeLogOdds", [0, 1, 2]),
  supportWeight: ofFits(
    "what each further one speaks for it, in units of the loss",
    "supportWeight",
    [0, 1, 2, 4],
  ),
  maxSupport: ofFits("the most that they do", "maxSupport", [5, 10, 20]),
  phaseLevel: ofFits("level of a rough difference, of 255", "phaseLevel", [1.5, 3, 6]),
  phaseRegularisation: ofFits("λ for that evidence", "phaseRegularisation", [0.003, 0.01, 0.03]),
  phasePixels: ofFits("pixels of which that evidence is half chance", "phasePixels", [0, 1000, 5000, 20000]),
  flat: ofSpectrum("deviation of a flat block, of 255", "flat", [2, 4, 8]),
  texture: ofSpectrum("texture of a block, times flat", "texture", [1, 2, 4]),
  compressedNoise: ofSpectrum(
    "share of JPEG's squared error that is noise in the spectrum",
    "compressedNoise",
    [0, 0.1, 0.25, 0.4],
  ),
  sharpest: ofSharpest("`spectral`: share of the blocks", undefined, SHARPEST_SHARE, [0.3, 0.6, 1]),
  fine: ofSharpest("`spectral`: the band of fine detail", "fine", SPECTRUM_CONSTANTS.fine, [
    [0.15, 0.3],
    SPECTRUM_CONSTANTS.fine,
    [0.3, 0.48],
  ]),
  coarse: ofSharpest("`spectral`: the band of coarse detail", "coarse", SPECTRUM_CONSTANTS.coarse, [
    [0.03, 0.1],
    SPECTRUM_CONSTANTS.coarse,
    [0.1, 0.2],
  ]),
};

const names = namesAmong(values.only ?? Object.keys(TRIALS).join(","), "constant", Object.keys(TRIALS));
const cases: Case[] = [];
const paths = photographPaths(positionals, "bench:fit-blur", Number(values.images));
for (const [i, path] of paths.entries()) {
  showProgress(`photograph ${i + 1} of ${paths.length}`);
  const photograph = await readImage(path);
  const made = [
    ...(await casesOf(photograph, random(Number(values.seed), i))),
    ...(await jpegCasesOf(photograph, random(Number(values.seed) + 1, i))),
  ];
  for (const one of made) {
    if (!KINDS.some((kind) => kind === one.kind)) continue;
    const middle = middleOf(one, JUDGED_SIDE);
    const evidence = await BlurEvidence.measure(one.low);
    cases.push({
      ...one,
      middle,
      evidence,
      fits: await fitShapes(
        evidence,
        async () => {},
        () => {},
      ),
      preference: preferencesOf(evidence),
      bicubic: await psnr(middle, bicubicKernel(one.scale)),
    });
  }
}

for (const name of names) {
  const trial = TRIALS[name] as Trial;
  const lines: string[][] = [];
  for (const [i, value] of trial.values.entries()) {
    showProgress(`${name}: value ${i + 1} of ${trial.values.length}`);
    lines.push([
      marked(String(value), value === trial.inUse),
      ...(await gains((one) => trial.kernel(one, value))),
    ]);
  }
  clearProgress();
  console.log(`\n${name}: ${trial.title}\n`);
  printTable(["", ...KINDS, "worst", "trace"], lines);
}

/** Mean gain of each kind, the worst gain of all, and the mean trace. */
async function gains(kernelOf: (one: Case) => Kernel | Promise<Kernel>): Promise<string[]> {
  const all: { kind: string; gain: number; trace: number | undefined }[] = [];
  for (const one of cases) {
    const kernel = await kernelOf(one);
    all.push({
      kind: one.kind,
      gain: (await psnr(one.middle, kernel, CONFIDENCE)) - one.bicubic,
      trace: one.kernel && one.kind !== "compressed" ? trace(kernel) / trace(one.kernel) : undefined,
    });
  }
  const columns = KINDS.map((kind) => {
    const same = all.filter((row) => row.kind === kind);
    return same.length === 0 ? "" : mean(same.map(({ gain }) => gain)).toFixed(2);
  });
  return [
    ...columns,
    Math.min(...all.map(({ gain }) => gain)).toFixed(2),
    mean(all.flatMap((row) => row.trace ?? [])).toFixed(2),
  ];
}

function trace(kernel: Kernel): number {
  const { yy, xx } = covariance(kernel);
  return yy + xx;
}

async function psnr(
  { low, high, scale }: PhotographCase,
  kernel: Kernel,
  confidence?: number,
): Promise<number> {
  return (await judge(low, high, kernel, { scale, confidence })).psnr;
}
