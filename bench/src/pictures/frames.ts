/**
 * What several kernels have in common (packages/core/src/estimate/median-estimate.ts, MIN_COMMON): the share of their
 * weight that their median keeps, in 20 groups of 3, 5 or 9 kernels the least, the middle and the greatest, and how
 * many keep the limit. Kernels of one blur, but for the errors of an estimate, should, and those of several should
 * where the median, divided by its sum, is nearer to the kernels than one of them is to the others: both mean
 * Σ|difference|.
 */
import { compareKernels, type Kernel, kernelSum, random } from "@kernelgan/core";
import { commonPart, MIN_COMMON } from "../../../packages/core/dist/estimate/median-estimate.js";
import { cameraPath } from "../camera-path.js";
import { mean } from "../statistics.js";
import { counted, marked, printTable, spread } from "../table.js";
import { motionKernel, wideKernel } from "../wide-blurs.js";

const GROUPS = 20;
const SIZES = [3, 5, 9] as const;
const LIMITS = [0.4, 0.5, MIN_COMMON, 0.7, 0.8];

/** A kernel of a group, by a random number in [−1, 1) for what differs within the group. */
type Draw = (differing: number, group: number, member: number) => Kernel;

const KINDS: Readonly<Record<string, Draw>> = {
  "Gaussians, σ = 2 ± 25%": (by) => wideKernel(`gauss${(2 * (1 + 0.25 * by)).toFixed(3)}`, 1),
  "disks, radius 4 ± 25%": (by) => wideKernel(`disk${(4 * (1 + 0.25 * by)).toFixed(3)}`, 1),
  "lines of 9 within 20°": (by, group) => motionKernel(9, 18 * group + 10 * by),
  "lines of 9 within 60°": (by, group) => motionKernel(9, 18 * group + 30 * by),
  "lines of 9 in all directions": (by, group) => motionKernel(9, 18 * group + 90 * by),
  "random paths of 9": (_, group, member) => cameraPath(random(group, member), 9, 1),
  "random paths of 17": (_, group, member) => cameraPath(random(group, member), 17, 1),
};

export function printFrames(): void {
  printTable(
    [
      "kernels",
      "in a group",
      "in common",
      ...LIMITS.map((limit) => marked(`over ${limit}`, limit === MIN_COMMON)),
      "|difference|: of the median",
      "of one of them",
    ],
    Object.entries(KINDS).flatMap(([name, draw]) =>
      SIZES.map((size) => {
        const groups = Array.from({ length: GROUPS }, (_, group) => measured(draw, group, size));
        return [
          name,
          String(size),
          spread(groups.map(({ common }) => common)),
          ...LIMITS.map((limit) => counted(groups, ({ common }) => common >= limit)),
          mean(groups.map(({ ofMedian }) => ofMedian)).toFixed(2),
          mean(groups.map(({ ofOne }) => ofOne)).toFixed(2),
        ];
      }),
    ),
  );
}

function measured(draw: Draw, group: number, size: number) {
  const numbers = random(group, size);
  const kernels = Array.from({ length: size }, (_, member) => draw(2 * numbers.uniform() - 1, group, member));
  const median = commonPart(kernels);
  const common = kernelSum(median);
  const difference = (a: Kernel, b: Kernel): number => compareKernels(a, b, 1).l1;
  const pairs = kernels.flatMap((a, i) => kernels.slice(i + 1).map((b) => difference(a, b)));
  return {
    common,
    ofMedian: mean(kernels.map((one) => difference(median, one))),
    ofOne: mean(pairs),
  };
}
