/**
 * `npm run bench:fit-light -- PATH… [--images 12] [--side 400] [--scale 1] [--blurs gauss1,disk2,motion5@70] [--noise 2]
 * [--jpeg 85] [--kernels]`
 *
 * The limit of restore/found-light.ts: when a blur is held to have mixed linear light. PATH: photographs, or folders of
 * them; of many, `--images` are taken evenly, of each the middle of at most `--side` pixels. Each is blurred with every
 * kernel (wide-blurs.ts), once its pixel values and once its light, cut out and reduced by `--scale`, rounded to 8 bits,
 * then given noise or compressed. Its kernel is estimated by `auto` in the values and, if the statistic of that kernel
 * is below the limit, in light, as `estimateKernel` does where no tone curve decides (fit-tone.ts). The table has, for
 * each blur and limit, the one in use marked *, how many of each are below it. (In compressed images a Gaussian is held
 * to have mixed light only where its kernel would be alone.)
 *
 * With `--kernels` another table has, of blurred light, what decides which of the two kernels is undone in light
 * (estimate/any-light.ts), the kurtosis of that of the pixel values and by how much the other is surer, least to
 * largest, and what is gained over the blurred picture, enlarged by interpolation, with the first undone in the pixel
 * values, the first in light, and the second in light.
 */
import { estimateKernel, imresize, type Kernel, type PlanarImage, upscaleImage } from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { LESS_SURE, MUCH_SURER } from "../../packages/core/dist/estimate/any-light.js";
import { GAUSSIAN_KURTOSIS, kurtosisAlong } from "../../packages/core/dist/kernel/moments.js";
import { LIGHT_LIMIT, lightStatistic } from "../../packages/core/dist/restore/found-light.js";
import { degradationOf, degraded, described } from "./degradation.js";
import { psnr } from "./judge.js";
import { photographPaths, readCentre } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { scaleNamed } from "./scale-named.js";
import { mean } from "./statistics.js";
import { marked, printTable, signed } from "./table.js";
import { blurNames, blurred, cutOut, wideKernel } from "./wide-blurs.js";

const LIMITS = [-5, -3, -2, -1, 0, 1, 2] as const;
const LIGHTS = ["encoded", "linear"] as const;

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "12" },
    side: { type: "string", default: "400" },
    scale: { type: "string", default: "1" },
    blurs: { type: "string", default: "gauss1,gauss2,disk1.5,disk4,motion5@70,motion15@30" },
    noise: { type: "string", default: "0" },
    jpeg: { type: "string" },
    kernels: { type: "boolean", default: false },
  },
});
const scale = scaleNamed(values.scale, [1, 2, 3, 4]);
const degradation = degradationOf(values);
const paths = photographPaths(positionals, "bench:fit-light", Number(values.images));
const blurs = blurNames(values.blurs);

/** One picture. */
interface Row {
  /** Of the kernel of the pixel values; Infinity where linear light is less sure. */
  readonly statistic: number;
  readonly kernels?: KernelRow | undefined;
}

interface KernelRow {
  /** Of the kernel of the pixel values. */
  readonly kurtosis: number;
  /** By how much the confidence is more in linear light. */
  readonly surer: number;
  /** In dB: the first kernel in the pixel values, the first in light, the second in light. */
  readonly gains: readonly [number, number, number];
}

async function measure(image: PlanarImage, truth: PlanarImage, comparesKernels: boolean): Promise<Row> {
  const of = (light: (typeof LIGHTS)[number]) =>
    estimateKernel(image, { scale, light, fallback: light === "linear" });
  const [first, second] = [await of("encoded"), await of("linear")];
  const surer = second.confidence - first.confidence;
  // The confidence decides for clean images alone.
  const isSure = values.jpeg !== undefined || (!second.fellBack && surer > -LESS_SURE);
  const statistic = isSure ? await lightStatistic(image, first.kernel, scale) : Number.POSITIVE_INFINITY;
  if (!comparesKernels) return { statistic };
  const before = psnr(scale === 1 ? image : imresize(image, { scale }), truth);
  const gain = async (kernels: Kernel, light: (typeof LIGHTS)[number]): Promise<number> => {
    const { image: result } = await upscaleImage(image, { scale, light, kernels: { ...kernels, light } });
    return psnr(result, truth) - before;
  };
  const gains = [
    await gain(first.kernel, "encoded"),
    await gain(first.kernel, "linear"),
    await gain(second.kernel, "linear"),
  ] as const;
  return { statistic, kernels: { kurtosis: kurtosisAlong(first.kernel), surer, gains } };
}

const found = new Map<string, Record<(typeof LIGHTS)[number], Row[]>>();
for (const [index, path] of paths.entries()) {
  const photograph = await readCentre(path, Number(values.side), scale);
  for (const name of blurs) {
    showProgress(`${index + 1} of ${paths.length}: ${name}`);
    const kernel = wideKernel(name, scale);
    const rows = found.get(name) ?? { encoded: [], linear: [] };
    found.set(name, rows);
    for (const light of LIGHTS) {
      const { image, truth } = cutOut(blurred(photograph, kernel, scale, light), photograph, kernel, scale);
      const comparesKernels = values.kernels && light === "linear";
      rows[light].push(await measure(await degraded(image, degradation), truth, comparesKernels));
    }
  }
}
clearProgress();
const limits = [...new Set([...LIMITS, LIGHT_LIMIT])].sort((a, b) => a - b);
console.log(`×${scale}, ${paths.length} photographs, ${described(degradation)}:\n`);
for (const light of LIGHTS) {
  console.log(`${light} light, held to be linear with a limit of\n`);
  printTable(
    ["blur", ...limits.map((limit) => marked(limit, limit === LIGHT_LIMIT)), "least", "largest"],
    [...found].map(([name, { [light]: rows }]) => {
      const statistics = rows.map(({ statistic }) => statistic);
      return [
        name,
        ...limits.map((limit) => String(statistics.filter((value) => value < limit).length)),
        Math.min(...statistics).toFixed(1),
        Math.max(...statistics).toFixed(1),
      ];
    }),
  );
  console.log("");
}
if (values.kernels) {
  const range = (numbers: readonly number[]): string =>
    `${Math.min(...numbers).toFixed(2)} to ${Math.max(...numbers).toFixed(2)}`;
  console.log(
    `The first kernel is undone in light from a kurtosis of ${GAUSSIAN_KURTOSIS}, unless the second is surer by ${MUCH_SURER}:\n`,
  );
  printTable(
    ["blur", "kurtosis", "surer by", "in pixel values", "first, in light", "second"],
    [...found].map(([name, { linear }]) => {
      const rows = linear.flatMap(({ kernels }) => kernels ?? []);
      return [
        name,
        range(rows.map(({ kurtosis }) => kurtosis)),
        range(rows.map(({ surer }) => surer)),
        ...[0, 1, 2].map((i) => signed(mean(rows.map(({ gains }) => gains[i] ?? 0)))),
      ];
    }),
  );
}
