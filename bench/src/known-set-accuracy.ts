/**
 * How good estimated kernels are on sets of images whose originals and kernels are known (layouts/known-set.ts). The
 * measure: the image upscaled with the kernel, PSNR on Y against the original, between the same with the bicubic and
 * with the true kernel,
 *
 *     gap closed = (estimate − bicubic kernel) / (true kernel − bicubic kernel)   of the means over the set.
 *
 * `fast` judges twice: with one assumed noise for all kernels, so that the kernel alone makes the difference; and as
 * `kernelgan upscale` does it, with the noise that each kernel's own errors amount to. Beside that, the kernels
 * themselves are compared with the true one.
 */

import {
  bicubicKernel,
  compareKernels,
  imresize,
  type KernelComparison,
  type PlanarImage,
  type RestoreMethod,
  superResolve,
  UPSCALE_OPTIONS,
  upscaleImage,
  type Wrap,
} from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
import { kernelNoise } from "../../packages/core/dist/restore/assumed-noise.js";
import { type Degradation, degraded, described } from "./degradation.js";
import { type Comparison, psnr } from "./judge.js";
import {
  type FindOptions,
  type FoundKernel,
  findKernel,
  isSeeded,
  type KernelName,
  usedConfidence,
} from "./kernels.js";
import { type KnownSet, shiftOf } from "./layouts/known-set.js";
import { clearProgress, showProgress } from "./progress.js";
import { deviation, mean } from "./statistics.js";
import { printTable } from "./table.js";

export interface AccuracyOptions extends Omit<FindOptions, "seed"> {
  /** Estimates, beside which there are the bicubic and the true kernel. */
  readonly methods: readonly KernelName[];
  readonly seeds: readonly number[];
  readonly degradation: Degradation;
  readonly restore: RestoreMethod;
  /** Across which borders the solver goes. */
  readonly wrap: Wrap;
}

/** The ways to judge by name; zssr assumes no noise. */
type Judgement = "same noise" | "own noise";

/** One kernel of one image and seed. */
export interface KernelResult {
  readonly psnr: Partial<Record<Judgement, number>>;
  readonly found: FoundKernel;
  readonly comparison: KernelComparison;
}

/** All results of a set. */
export interface SetResults {
  readonly set: KnownSet;
  readonly images: readonly string[];
  readonly names: readonly KernelName[];
  /** Of bicubic interpolation: where it lies, and moved as the upscaled images are. */
  readonly interpolation: ReadonlyMap<string, { readonly inPlace: number; readonly moved: number }>;
  /** One for each seed. */
  of(image: string, name: KernelName): readonly KernelResult[];
}

/** Upscales all images for all kernels. */
export async function measureSet(
  set: KnownSet,
  images: readonly string[],
  options: AccuracyOptions,
): Promise<SetResults> {
  const { scale, border } = set;
  const names: KernelName[] = [
    "bicubic",
    ...options.methods.filter((method) => method !== "release" || set.release),
    "true",
  ];
  const interpolation = new Map<string, { inPlace: number; moved: number }>();
  const results = new Map<string, KernelResult[]>();
  for (const image of images) {
    const low = await degraded(await set.low(image), options.degradation);
    const high = await set.high(image);
    const interpolated = imresize(low, { scale });
    interpolation.set(image, {
      inPlace: psnr(interpolated, high, { border }),
      moved: psnr(interpolated, high, { border, shift: shiftOf(set) }),
    });
    for (const name of names) {
      const ofSeeds: KernelResult[] = [];
      for (const seed of isSeeded(name) ? options.seeds : [0]) {
        showProgress(`${set.name} ${image}: ${name}, seed ${seed}`);
        const found = await findKernel(name, set, image, low, { ...options, seed });
        ofSeeds.push({
          found,
          psnr: await judged(set, found, low, high, options),
          comparison: compareKernels(found.kernel, await set.truth(image), scale),
        });
      }
      results.set(`${image} ${name}`, ofSeeds);
    }
  }
  clearProgress();
  return { set, images, names, interpolation, of: (image, name) => results.get(`${image} ${name}`) ?? [] };
}

async function judged(
  set: KnownSet,
  { kernel, exact, given }: FoundKernel,
  low: PlanarImage,
  high: PlanarImage,
  { restore, wrap, threads }: AccuracyOptions,
): Promise<KernelResult["psnr"]> {
  const comparison: Comparison = { border: set.border, shift: shiftOf(set) };
  const common = { scale: set.scale, method: restore, wrap };
  const own = await upscaleImage(low, {
    ...given,
    ...applicableOptions(UPSCALE_OPTIONS, { ...common, threads, exactKernel: exact }),
  });
  const result = { "own noise": psnr(own.image, high, comparison) };
  if (restore !== "fast") return result;
  // As if nothing were known of any kernel, which is how those without a confidence are taken anyway.
  if (!exact && !given.estimate) return { ...result, "same noise": result["own noise"] };
  const alike = await superResolve(low, { ...kernel, confidence: undefined }, common);
  return { ...result, "same noise": psnr(alike.image, high, comparison) };
}

/** Prints the tables of a set. */
export function printSet(results: SetResults, { degradation, restore, seeds }: AccuracyOptions): void {
  const { set, images, names, interpolation } = results;
  const each = (image: string, name: KernelName, of: (result: KernelResult) => number): number[] =>
    results.of(image, name).map(of);
  const average = (name: KernelName, of: (result: KernelResult) => number): number =>
    mean(images.map((image) => mean(each(image, name, of))));

  const moved = shiftOf(set) > 0;
  const interpolated = (of: readonly { inPlace: number; moved: number }[]): string[] => [
    mean(of.map(({ inPlace }) => inPlace)).toFixed(2),
    ...(moved ? [mean(of.map((both) => both.moved)).toFixed(2)] : []),
  ];
  const blank = moved ? ["", ""] : [""];
  const header = ["interpolation", ...(moved ? ["moved"] : []), ...names];

  console.log(`\n## ${set.name}, ×${set.scale}, ${images.length} images, ${described(degradation)}\n`);
  const pixels = `Border of ${set.border} pixels left out`;
  const shift = `what is upscaled is compared ${shiftOf(set)} pixels further to the right and down`;
  console.log(moved ? `${pixels}; ${shift}.\n` : `${pixels}.\n`);
  for (const judgement of restore === "fast"
    ? (["same noise", "own noise"] as const)
    : (["own noise"] as const)) {
    const of = (result: KernelResult): number => result.psnr[judgement] ?? Number.NaN;
    console.log(`PSNR on Y in dB after ${restore}${inWords(judgement, restore, set.scale)}\n`);
    printTable(
      ["image", ...header],
      [
        ...images.map((image) => [
          image,
          ...interpolated([interpolation.get(image)].filter((both) => both !== undefined)),
          ...names.map((name) => mean(each(image, name, of)).toFixed(2)),
        ]),
        [
          "mean",
          ...interpolated([...interpolation.values()]),
          ...names.map((name) => average(name, of).toFixed(2)),
        ],
        [
          "gap closed",
          ...blank,
          ...names.map((name) => {
            const gap = average("true", of) - average("bicubic", of);
            return `${((100 * (average(name, of) - average("bicubic", of))) / gap).toFixed(0)}%`;
          }),
        ],
        [
          "worst − bicubic",
          ...blank,
          ...names.map((name) => {
            const over = (image: string): number[] =>
              each(image, name, of).map((value) => value - mean(each(image, "bicubic", of)));
            return Math.min(...images.flatMap(over)).toFixed(2);
          }),
        ],
        ...(seeds.length > 1 && names.some(isSeeded)
          ? [
              [
                "sd over seeds",
                ...blank,
                ...names.map((name) =>
                  isSeeded(name)
                    ? mean(images.map((image) => deviation(each(image, name, of)))).toFixed(2)
                    : "",
                ),
              ],
            ]
          : []),
      ],
    );
    console.log();
  }

  console.log("The kernels against the true one, aligned; means\n");
  const estimates = names.filter((name) => name !== "true");
  const line = (
    title: string,
    of: (result: KernelResult) => number | undefined,
    digits: number,
  ): string[] => [
    title,
    ...estimates.map((name) => {
      const value = average(name, (result) => of(result) ?? Number.NaN);
      return Number.isNaN(value) ? "" : value.toFixed(digits);
    }),
  ];
  printTable(
    ["", ...estimates],
    [
      line("Σ|estimate − truth|, 0 to 2", (r) => r.comparison.l1, 3),
      line("correlation", (r) => r.comparison.correlation, 3),
      line("trace of the covariance / truth's", (r) => r.comparison.traceRatio, 2),
      line("confidence", (r) => r.found.confidence, 2),
      line(
        "share that fell back",
        (r) => (r.found.fellBack === undefined ? undefined : Number(r.found.fellBack)),
        2,
      ),
      line("assumed for its errors, of 255", (r) => assumedNoise(r.found, set.scale), 2),
      line("restarts", (r) => r.found.restarts, 2),
      line("seconds", (r) => r.found.seconds, 2),
    ],
  );
}

/** What `fast` assumes for the errors of a kernel, in gray levels of 255. */
function assumedNoise(found: FoundKernel, scale: number): number {
  return found.exact ? 0 : 255 * kernelNoise(usedConfidence(found), found.kernel, scale);
}

function inWords(judgement: Judgement, restore: RestoreMethod, scale: number): string {
  if (restore === "zssr") return "";
  const unknown = `${(255 * kernelNoise(undefined, bicubicKernel(scale), scale)).toFixed(1)}/255`;
  return judgement === "same noise"
    ? `, which assumes the same noise with every kernel: the image's, and at least ${unknown}`
    : ` as \`kernelgan upscale\`, which assumes the image's noise, and at least what the kernel's own errors amount to (bicubic, release: ${unknown}; true: 0)`;
}
