/**
 * `npm run bench:fit-seam -- PATH… [--images 24] [--seed 0]`
 *
 * The constants of restore/seam.ts: when an image's blur is held to go round its borders. PATH: photographs, or folders
 * of them; of many, `--images` are taken evenly. Each is blurred with a random kernel as in DIV2KRK, halved and rounded
 * to 8 bits, its borders
 *
 *     round       continued on the opposite side
 *     mirrored    continued mirrored
 *     cut         cut out of the blurred picture, as of any photograph that was cropped
 *
 * and the kernel estimated by `auto`; and once it is not blurred but only shrunk, borders mirrored, and its kernel the
 * bicubic one: `sharp`. The table has, for the constants in use, marked *, and others in the place of one of them, how
 * many of each are held to go round, of two axes each. Below it the PSNR on Y, 2 pixels of border left out, when none,
 * all, and those of the constants in use are restored as going round. Ten seconds for each photograph.
 */

import {
  bicubicKernel,
  crop,
  downscale,
  estimateKernel,
  type Kernel,
  type PlanarImage,
  random,
  randomKernel,
  superResolve,
  type Wrap,
} from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { readImage } from "kernelgan";
import { continueImage, wrapAlong } from "../../packages/core/dist/image/index.js";
import { borderLean, SEAM_CONSTANTS, seamMisfit } from "../../packages/core/dist/restore/seam.js";
import { divisible } from "./degraded-photographs.js";
import { psnr, quantised } from "./judge.js";
import { SCALE } from "./kernels.js";
import { photographPaths } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { mean } from "./statistics.js";
import { marked, printTable } from "./table.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: { images: { type: "string", default: "24" }, seed: { type: "string", default: "0" } },
});

const KINDS = ["round", "mirrored", "cut", "sharp"] as const;
type Kind = (typeof KINDS)[number];
const LEANS = [Number.NEGATIVE_INFINITY, 0, 0.1, 0.3, 0.4] as const;
const MISFITS = [1, 1.5, 2] as const;
const JOINED = [0.5, 0.6, 0.8, 0.9] as const;
/** Pixels of the photograph beyond the borders. */
const MARGIN = 32;
const BORDER = 2;
const AXES = ["x", "y"] as const;

/** The misfits of one axis. */
interface Seam {
  readonly kind: Kind;
  readonly lean: number;
  readonly inside: number;
  readonly apart: number;
  readonly joined: number;
}

const isHeld = (
  { lean, inside, apart, joined }: Seam,
  limits: Record<keyof typeof SEAM_CONSTANTS, number>,
): boolean => lean > limits.lean && apart > limits.misfit * inside && joined < limits.joined * apart;

const seams: Seam[] = [];
const quality = KINDS.map(() => ({ none: [] as number[], both: [] as number[], held: [] as number[] }));
const paths = photographPaths(positionals, "bench:fit-seam", Number(values.images));
for (const [i, path] of paths.entries()) {
  showProgress(`photograph ${i + 1} of ${paths.length}`);
  const photograph = divisible(await readImage(path), SCALE);
  const kernel = randomKernel(random(Number(values.seed), i), { scale: SCALE });
  for (const [k, kind] of KINDS.entries()) {
    const isSharp = kind === "sharp";
    const made = isSharp ? bicubicKernel(SCALE) : kernel;
    const { low, high } = withBorders(photograph, made, isSharp ? "mirrored" : kind);
    const estimate = isSharp
      ? { kernel: made, confidence: 0, fellBack: true }
      : await estimateKernel(low, { scale: SCALE });
    const { kernel: found, confidence, fellBack } = estimate;
    const held: boolean[] = [];
    for (const axis of AXES) {
      const seam = await seamMisfit(low, found, SCALE, axis);
      if (!seam) continue;
      const lean = borderLean(low, axis);
      const measured = { kind, lean, ...seam, joined: await seam.joined() };
      seams.push(measured);
      held.push(isHeld(measured, SEAM_CONSTANTS));
    }
    const restored = async (wrap: Wrap): Promise<number> => {
      const trusted = fellBack ? undefined : confidence;
      const { image } = await superResolve(low, found, { scale: SCALE, confidence: trusted, wrap });
      return psnr(image, high, { border: BORDER });
    };
    const [x = false, y = false] = held;
    quality[k]?.none.push(await restored("none"));
    quality[k]?.both.push(await restored("both"));
    quality[k]?.held.push(await restored(wrapAlong(x, y)));
  }
}
clearProgress();
const trials = [
  SEAM_CONSTANTS,
  ...LEANS.map((lean) => ({ ...SEAM_CONSTANTS, lean })),
  ...MISFITS.map((misfit) => ({ ...SEAM_CONSTANTS, misfit })),
  ...JOINED.map((joined) => ({ ...SEAM_CONSTANTS, joined })),
];
printTable(
  ["lean", "misfit", "joined", ...KINDS],
  trials.map((limits) => [
    marked(limits.lean, limits === SEAM_CONSTANTS),
    String(limits.misfit),
    String(limits.joined),
    ...KINDS.map((kind) => {
      const own = seams.filter((seam) => seam.kind === kind);
      return `${own.filter((seam) => isHeld(seam, limits)).length} of ${own.length}`;
    }),
  ]),
);
console.log();
printTable(
  ["restored as going round", ...KINDS],
  (["none", "both", "held"] as const).map((rule) => [
    { none: "none", both: "all", held: "those of *" }[rule],
    ...quality.map((of) => mean(of[rule]).toFixed(2)),
  ]),
);

/** The image, and what it was made of. */
function withBorders(
  photograph: PlanarImage,
  kernel: Kernel,
  kind: Exclude<Kind, "sharp">,
): { low: PlanarImage; high: PlanarImage } {
  if (kind === "mirrored") return { low: quantised(downscale(photograph, kernel, SCALE)), high: photograph };
  const round = kind === "round";
  const whole = round ? continueImage(photograph, { x: MARGIN, y: MARGIN }) : photograph;
  const low = quantised(downscale(whole, kernel, SCALE));
  const inside = ({ width, height }: PlanarImage, margin: number) => ({
    x: margin,
    y: margin,
    width: width - 2 * margin,
    height: height - 2 * margin,
  });
  return {
    low: crop(low, inside(low, MARGIN / SCALE)),
    high: round ? photograph : crop(photograph, inside(photograph, MARGIN)),
  };
}
