/**
 * `npm run bench:accuracy -- --data DIR [--sets gauss_x2,motion_x2 --methods release,kernelgan,spectral,auto
 *   --images 01,03 --seeds 0,1,2 --noise 5 --jpeg 80 --judge fast|zssr --preset paper --iterations 3000 --threads 2]`
 *
 * How good estimated kernels are, on sets of images whose originals and kernels are known (known-set.ts). The measure: the
 * image upscaled with the kernel, PSNR on Y against the original, between the same with the bicubic and with the true kernel,
 *
 *     gap closed = (estimate − bicubic kernel) / (true kernel − bicubic kernel)   of the means over the set.
 *
 * `fast` judges twice: with one assumed noise for all kernels, so that the kernel alone makes the difference; and as the
 * command would do it, each kernel with the noise that its own errors amount to. Beside that, the kernels themselves are
 * compared with the true one. KernelGAN takes some 20 s for an image and seed; each set prints its tables as soon as it is done.
 */
import { parseArgs } from "node:util";
import {
  compareKernels,
  imresize,
  type KernelComparison,
  type PlanarImage,
  type Preset,
  type RestoreMethod,
  type SuperResolveOptions,
} from "@kernelgan/core";
import { kernelNoise } from "../../packages/core/dist/restore/assumed-noise.js";
import { type Degradation, degraded, described } from "./degradation.js";
import { BORDER, judge, psnr } from "./judge.js";
import { type FoundKernel, findKernel, isSeeded, type KernelName, kernelNames, SCALE } from "./kernels.js";
import { deviation, type KnownSet, knownSet, mean } from "./known-set.js";
import { printTable } from "./table.js";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    sets: { type: "string", default: "gauss_x2,motion_x2,disk_x2,shake_x2" },
    methods: { type: "string", default: "release,kernelgan,spectral,auto" },
    images: { type: "string" },
    seeds: { type: "string", default: "0" },
    noise: { type: "string", default: "0" },
    jpeg: { type: "string" },
    judge: { type: "string", default: "fast" },
    preset: { type: "string" },
    iterations: { type: "string" },
    threads: { type: "string", default: "2" },
  },
});

const methods = kernelNames(values.methods).filter((name) => name !== "bicubic" && name !== "true");
const seeds = values.seeds.split(",").map(Number);
const threads = Number(values.threads);
const restore = values.judge as RestoreMethod;
const degradation: Degradation = {
  noise: Number(values.noise),
  jpeg: values.jpeg === undefined ? undefined : Number(values.jpeg),
};

/** The ways to judge: by name, whether all kernels are judged at the same assumed noise. */
const judgements = restore === "fast" ? (["same noise", "own noise"] as const) : (["own noise"] as const);
type Judgement = (typeof judgements)[number];

/** One kernel of one image and seed. */
interface Result {
  psnr: Record<Judgement, number>;
  found: FoundKernel;
  comparison: KernelComparison;
}

/** What `fast` assumes for the errors of a kernel, in gray levels of 255. */
const assumedNoise = ({ exact, confidence = 0 }: FoundKernel): number =>
  exact ? 0 : 255 * kernelNoise(confidence);

const seedsOf = (name: KernelName): readonly number[] => (isSeeded(name) ? seeds : [0]);

/** PSNR by judgement. */
async function judged(
  { kernel, exact, confidence }: FoundKernel,
  low: PlanarImage,
  high: PlanarImage,
): Promise<Record<Judgement, number>> {
  const common: SuperResolveOptions = {
    scale: SCALE,
    method: restore,
    threads: restore === "zssr" ? threads : undefined,
  };
  const psnrAt = async (options: SuperResolveOptions): Promise<number> =>
    (await judge(low, high, kernel, { ...common, ...options })).psnr;
  const own = await psnrAt({ exactKernel: exact, confidence });
  if (restore !== "fast") return { "same noise": Number.NaN, "own noise": own };
  // As if nothing were known of any kernel.
  const alike = !exact && (confidence ?? 0) === 0;
  return { "same noise": alike ? own : await psnrAt({}), "own noise": own };
}

async function judgeSet(name: string): Promise<void> {
  const set = knownSet(values.data, name);
  const images = values.images?.split(",").filter((image) => set.images.includes(image)) ?? set.images;
  if (images.length === 0) return;
  const names: KernelName[] = [
    "bicubic",
    ...methods.filter((method) => method !== "release" || set.hasRelease),
    "true",
  ];
  const interpolation = new Map<string, number>();
  const results = new Map<string, Result>();
  for (const image of images) {
    const [low, high] = [await degraded(await set.low(image), degradation), await set.high(image)];
    interpolation.set(image, psnr(imresize(low, { scale: SCALE }), high));
    for (const kernelName of names) {
      for (const seed of seedsOf(kernelName)) {
        process.stderr.write(`\r${name} ${image}: ${kernelName}, seed ${seed}          `);
        results.set(
          `${image} ${kernelName} ${seed}`,
          await resultOf(set, image, low, high, kernelName, seed),
        );
      }
    }
  }
  process.stderr.write("\r\x1b[K");

  /** One number for each seed. */
  const each = (image: string, kernelName: KernelName, of: (result: Result) => number): number[] =>
    seedsOf(kernelName).map((seed) => of(results.get(`${image} ${kernelName} ${seed}`) as Result));
  const average = (kernelName: KernelName, of: (result: Result) => number): number =>
    mean(images.map((image) => mean(each(image, kernelName, of))));

  const deviations = (of: (result: Result) => number): string[] => [
    "sd over seeds",
    "",
    ...names.map((kernelName) =>
      isSeeded(kernelName)
        ? mean(images.map((image) => deviation(each(image, kernelName, of)))).toFixed(2)
        : "",
    ),
  ];

  console.log(`\n## ${name}, ×${SCALE}, ${images.length} images, ${described(degradation)}\n`);
  for (const judgement of judgements) {
    const of = (result: Result): number => result.psnr[judgement];
    console.log(`PSNR on Y in dB after ${restore}${judgementInWords(judgement)}\n`);
    printTable(
      ["image", "interpolation", ...names],
      [
        ...images.map((image) => [
          image,
          (interpolation.get(image) as number).toFixed(2),
          ...names.map((kernelName) => mean(each(image, kernelName, of)).toFixed(2)),
        ]),
        [
          "mean",
          mean([...interpolation.values()]).toFixed(2),
          ...names.map((kernelName) => average(kernelName, of).toFixed(2)),
        ],
        [
          "gap closed",
          "",
          ...names.map((kernelName) => {
            const gap = average("true", of) - average("bicubic", of);
            return `${((100 * (average(kernelName, of) - average("bicubic", of))) / gap).toFixed(0)}%`;
          }),
        ],
        [
          "worst − bicubic",
          "",
          ...names.map((kernelName) => {
            const over = (image: string): number[] =>
              each(image, kernelName, of).map((value) => value - each(image, "bicubic", of)[0]!);
            return Math.min(...images.flatMap(over)).toFixed(2);
          }),
        ],
        ...(seeds.length > 1 && names.some(isSeeded) ? [deviations(of)] : []),
      ],
    );
    console.log();
  }

  console.log("The kernels against the true one, aligned; means\n");
  const estimates = names.filter((kernelName) => kernelName !== "true");
  const line = (title: string, of: (result: Result) => number | undefined, digits: number): string[] => [
    title,
    ...estimates.map((kernelName) => {
      const value = average(kernelName, (result) => of(result) ?? Number.NaN);
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
      line("assumed for its errors, of 255", (r) => assumedNoise(r.found), 2),
      line("restarts", (r) => r.found.restarts, 2),
      line("seconds", (r) => r.found.seconds, 2),
    ],
  );
}

async function resultOf(
  set: KnownSet,
  image: string,
  low: PlanarImage,
  high: PlanarImage,
  name: KernelName,
  seed: number,
): Promise<Result> {
  const found = await findKernel(name, set, image, low, {
    seed,
    threads,
    preset: values.preset as Preset | undefined,
    iterations: values.iterations === undefined ? undefined : Number(values.iterations),
  });
  return {
    psnr: await judged(found, low, high),
    found,
    comparison: compareKernels(found.kernel, set.truth(image), SCALE),
  };
}

function judgementInWords(judgement: Judgement): string {
  if (restore === "zssr") return "";
  const unknown = `${(255 * kernelNoise(0)).toFixed(1)}/255`;
  return judgement === "same noise"
    ? `, which assumes the same noise with every kernel: the image's, and at least ${unknown}`
    : `, which assumes the image's noise, and at least what the kernel's own errors amount to (bicubic, release: ${unknown}; true: 0)`;
}

console.log(`Border of ${BORDER} pixels left out. Seeds ${seeds.join(", ")} where there are any.`);
for (const name of values.sets.split(",")) await judgeSet(name);
