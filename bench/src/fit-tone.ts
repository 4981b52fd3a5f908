/**
 * `npm run bench:fit-tone -- PATH… [--images 8] [--side 400] [--scale 1] [--blurs gauss1,disk2,motion5@70]
 * [--tones contrast0.5,aces,reinhard] [--noise 2] [--jpeg 90]`
 *
 * The limits of restore/tone/found-tone.ts: when a picture is held to show the tone curve of its camera. PATH:
 * photographs, or folders of them; of many, `--images` are taken evenly, of each the middle of at most `--side` pixels.
 * Each is blurred with every kernel (wide-blurs.ts): its pixel values, its light by sRGB's function, and its light of
 * which each of `--tones` (tone.ts) made the photograph; then cut out, reduced by `--scale`, rounded to 8 bits, given
 * noise or compressed. The table has, least to largest, the statistic of found-light.ts for the kernel that is estimated
 * from the pixel values, the advantages of the curve that fits it over pixel values and over sRGB, with their
 * significance, and its light of the middle value; what `auto` then takes the blur to have mixed (values, light, curve,
 * or the bicubic kernel); and what `auto` gains over the blurred picture, enlarged by interpolation, in dB, mean and
 * worst, and if all is held to be pixel values.
 */
import { estimateKernel, imresize, type PlanarImage, upscaleImage } from "@kernelgan/core";
import { TONE_STEPS } from "@kernelgan/core/internal";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { lightStatistic } from "../../packages/core/dist/restore/found-light.js";
import { type FoundTone, findTone } from "../../packages/core/dist/restore/tone/found-tone.js";
import { degradationOf, degraded, described } from "./degradation.js";
import { psnr } from "./judge.js";
import { photographPaths, readCentre } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { scaleNamed } from "./scale-named.js";
import { mean } from "./statistics.js";
import { printTable, signed } from "./table.js";
import { type Tone, toneNamed } from "./tone.js";
import { blurNames, blurred, cutOut, wideKernel } from "./wide-blurs.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "8" },
    side: { type: "string", default: "400" },
    scale: { type: "string", default: "1" },
    blurs: { type: "string", default: "gauss1,gauss2,disk2,disk4,motion5@70" },
    tones: { type: "string", default: "contrast0.5,aces,reinhard" },
    noise: { type: "string", default: "0" },
    jpeg: { type: "string" },
  },
});
const scale = scaleNamed(values.scale, [1, 2, 3, 4]);
const degradation = degradationOf(values);
const paths = photographPaths(positionals, "bench:fit-tone", Number(values.images));
const blurs = blurNames(values.blurs);

/** What the blur mixes. */
interface Mixing {
  readonly name: string;
  readonly light: "encoded" | "linear";
  readonly tone?: Tone;
}

const mixings: readonly Mixing[] = [
  { name: "pixel values", light: "encoded" },
  { name: "sRGB", light: "linear" },
  ...values.tones.split(",").map((name) => ({ name, light: "linear", tone: toneNamed(name) }) as const),
];

/** One picture. Gains in dB. */
interface Row {
  readonly statistic: number;
  /** Undefined where the kernel is too narrow to say anything. */
  readonly found: FoundTone | undefined;
  readonly taken: "values" | "light" | "curve" | "bicubic";
  readonly gain: number;
  readonly inValues: number;
}

async function measure(image: PlanarImage, truth: PlanarImage): Promise<Row> {
  const { kernel } = await estimateKernel(image, { scale, light: "encoded", fallback: false });
  const before = psnr(scale === 1 ? image : imresize(image, { scale }), truth);
  const auto = await upscaleImage(image, { scale, threads: 1 });
  const inValues = await upscaleImage(image, { scale, threads: 1, light: "encoded" });
  const lit = auto.toneCurve ? "curve" : "light";
  const taken = auto.light === "linear" ? lit : "values";
  return {
    statistic: await lightStatistic(image, kernel, scale),
    found: await findTone(image, kernel, scale),
    taken: auto.estimate?.fellBack ? "bicubic" : taken,
    gain: psnr(auto.image, truth) - before,
    inValues: psnr(inValues.image, truth) - before,
  };
}

const results = new Map<string, Row[]>();
for (const [index, path] of paths.entries()) {
  const photograph = await readCentre(path, Number(values.side), scale);
  for (const name of blurs) {
    const kernel = wideKernel(name, scale);
    for (const { name: mixed, light, tone } of mixings) {
      showProgress(`${index + 1} of ${paths.length}: ${name}, ${mixed}`);
      const whole = blurred(photograph, kernel, scale, light, tone);
      const { image, truth } = cutOut(whole, photograph, kernel, scale);
      const key = `${name}, ${mixed}`;
      results.set(key, [
        ...(results.get(key) ?? []),
        await measure(await degraded(image, degradation), truth),
      ]);
    }
  }
}
clearProgress();
console.log(`×${scale}, ${paths.length} photographs, ${described(degradation)}:\n`);
const range = (numbers: readonly number[], digits: number): string =>
  numbers.length === 0
    ? ""
    : `${Math.min(...numbers).toFixed(digits)} to ${Math.max(...numbers).toFixed(digits)}`;
printTable(
  [
    "blur, of",
    "statistic",
    "over values",
    "",
    "over sRGB",
    "",
    "middle",
    "taken for",
    "auto",
    "worst",
    "values",
    "worst",
  ],
  [...results].map(([name, rows]) => {
    const tones = rows.flatMap(({ found }) => found ?? []);
    const counts = (["values", "light", "curve", "bicubic"] as const).map(
      (taken) => rows.filter((row) => row.taken === taken).length,
    );
    const [gains, inValues] = [rows.map(({ gain }) => gain), rows.map((row) => row.inValues)];
    return [
      name,
      range(rows.map(({ statistic }) => statistic).filter(Number.isFinite), 1),
      range(
        tones.map(({ overValues }) => overValues.mean),
        2,
      ),
      range(
        tones.map(({ overValues }) => overValues.significance),
        0,
      ),
      range(
        tones.map(({ overSrgb }) => overSrgb.mean),
        2,
      ),
      range(
        tones.map(({ overSrgb }) => overSrgb.significance),
        0,
      ),
      range(
        tones.map(({ toneCurve }) => toneCurve[TONE_STEPS / 2]!),
        3,
      ),
      counts.join(" "),
      ...[mean(gains), Math.min(...gains), mean(inValues), Math.min(...inValues)].map((value) =>
        signed(value),
      ),
    ];
  }),
);
