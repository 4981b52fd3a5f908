/**
 * `npm run bench:fit-light -- PATH… [--images 12] [--side 400] [--scale 1] [--blurs gauss1,disk2,motion5@70] [--noise 2]
 * [--jpeg 85]`
 *
 * The limit of restore/found-light.ts: when a blur is held to have mixed linear light. PATH: photographs, or folders of
 * them; of many, `--images` are taken evenly, of each the middle of at most `--side` pixels. Each is blurred with every
 * kernel (wide-blurs.ts), once its pixel values and once its light, cut out and reduced by `--scale`, rounded to 8 bits,
 * then given noise or compressed. Its kernel is estimated by `auto` in the values and, if the statistic of that kernel
 * is below the limit, in light, as `estimateKernel` does. The table has, for each blur and limit, the one in use marked
 * *, how many of each are below it. (In compressed images a Gaussian is held to have mixed light only where its kernel
 * would be alone.)
 */
import { estimateKernel, type PlanarImage } from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { LESS_SURE } from "../../packages/core/dist/estimate/any-light.js";
import { LIGHT_LIMIT, lightStatistic } from "../../packages/core/dist/restore/found-light.js";
import { type Degradation, degraded, described } from "./degradation.js";
import { photographPaths, readCentre } from "./photographs.js";
import { scaleNamed } from "./scale-named.js";
import { marked, printTable } from "./table.js";
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
  },
});
const scale = scaleNamed(values.scale, [1, 2, 3, 4]);
const degradation: Degradation = {
  noise: Number(values.noise),
  jpeg: values.jpeg === undefined ? undefined : Number(values.jpeg),
};
const paths = photographPaths(positionals, "bench:fit-light", Number(values.images));
const blurs = blurNames(values.blurs);

/** The statistic of the kernel of the pixel values; Infinity where linear light is less sure. */
async function statisticOf(image: PlanarImage): Promise<number> {
  const of = (light: (typeof LIGHTS)[number]) =>
    estimateKernel(image, { scale, light, fallback: light === "linear" });
  const { kernel, confidence } = await of("encoded");
  const statistic = await lightStatistic(image, kernel, scale);
  // The confidence decides for clean images alone.
  if (values.jpeg !== undefined || statistic > Math.max(...LIMITS)) return statistic;
  const linear = await of("linear");
  const isSure = !linear.fellBack && linear.confidence > confidence - LESS_SURE;
  return isSure ? statistic : Number.POSITIVE_INFINITY;
}

const found = new Map<string, Record<(typeof LIGHTS)[number], number[]>>();
for (const [index, path] of paths.entries()) {
  const photograph = await readCentre(path, Number(values.side), scale);
  for (const name of blurs) {
    process.stderr.write(`\r\x1b[K${index + 1} of ${paths.length}: ${name}`);
    const kernel = wideKernel(name, scale);
    const row = found.get(name) ?? { encoded: [], linear: [] };
    found.set(name, row);
    for (const light of LIGHTS) {
      const { image } = cutOut(blurred(photograph, kernel, scale, light), photograph, kernel, scale);
      row[light].push(await statisticOf(await degraded(image, degradation)));
    }
  }
}
process.stderr.write("\r\x1b[K");
const limits = [...new Set([...LIMITS, LIGHT_LIMIT])].sort((a, b) => a - b);
console.log(`×${scale}, ${paths.length} photographs, ${described(degradation)}:\n`);
for (const light of LIGHTS) {
  console.log(`${light} light, held to be linear with a limit of\n`);
  printTable(
    ["blur", ...limits.map((limit) => marked(limit, limit === LIGHT_LIMIT)), "least", "largest"],
    [...found].map(([name, { [light]: statistics }]) => [
      name,
      ...limits.map((limit) => String(statistics.filter((value) => value < limit).length)),
      Math.min(...statistics).toFixed(1),
      Math.max(...statistics).toFixed(1),
    ]),
  );
  console.log("");
}
