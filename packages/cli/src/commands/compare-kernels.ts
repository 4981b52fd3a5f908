/** `kernelgan compare-kernels A B`: how two kernels agree once both are centred. */
import { type Covariance, compareKernels, type Kernel, KernelGanError } from "@kernelgan/core";
import type { KernelFile } from "@kernelgan/formats";
import { readKernelFile } from "../kernel-files/formats.js";
import { type CommandIo, printJson } from "../terminal/command-io.js";

/** The options of the command. */
export interface CompareFlags {
  /** By default what the files or their names tell, otherwise 2. */
  scale?: number;
  json?: boolean;
}

const DEFAULT_SCALE = 2;

/** Runs the command. Errors are thrown. */
export async function compareKernelsCommand(
  pathA: string,
  pathB: string,
  flags: CompareFlags,
  io: CommandIo,
): Promise<void> {
  const a = await readKernelFile(pathA);
  const b = await readKernelFile(pathB);
  const scale = flags.scale ?? commonScale(pathA, a, pathB, b);
  const comparison = compareKernels(a.kernel, b.kernel, scale);
  if (flags.json) {
    // JSON has no Infinity: the PSNR of equal kernels is null.
    await printJson(io.stdout, { a: pathA, b: pathB, scale, ...comparison });
    return;
  }
  const { covarianceA, covarianceB, traceRatio, correlation, l1, psnr } = comparison;
  const [axesA, axesB] = [principalAxes(covarianceA), principalAxes(covarianceB)];
  const rows: [string, string, string][] = [
    ["", "A", "B"],
    ["size", size(a.kernel), size(b.kernel)],
    ["width along, across (σ in px)", widths(axesA), widths(axesB)],
    ["direction (° from horizontal)", direction(axesA), direction(axesB)],
  ];
  const facts: [string, string, string][] = [
    ["trace ratio A / B", traceRatio.toFixed(3), "1: as wide; below 1: A is narrower, its results softer"],
    ["correlation", correlation.toFixed(4), "1: same shape"],
    ["L1 distance", l1.toFixed(4), "0: same, 2: no overlap"],
    [
      "PSNR",
      `${Number.isFinite(psnr) ? psnr.toFixed(2) : "∞"} dB`,
      "for comparison with papers; says little",
    ],
  ];
  io.stdout.write(`A  ${pathA}\nB  ${pathB}\nboth centred for ×${scale}\n\n`);
  io.stdout.write(`${table(rows)}\n\n${table(facts)}\n`);
}

function commonScale(pathA: string, a: KernelFile, pathB: string, b: KernelFile): number {
  if (a.scale !== undefined && b.scale !== undefined && a.scale !== b.scale) {
    throw new KernelGanError(
      "invalid-argument",
      `${pathA} is a ×${a.scale} kernel and ${pathB} a ×${b.scale} one; give --scale to compare them all the same`,
    );
  }
  return a.scale ?? b.scale ?? DEFAULT_SCALE;
}

interface Axes {
  /** Standard deviations in pixels along the longer and the shorter axis. */
  long: number;
  short: number;
  /** Direction of the longer axis, degrees counter-clockwise from horizontal as seen on the screen, in [0, 180). */
  degrees: number;
}

/** Eigenvalues and the first eigenvector's direction of [[xx, yx], [yx, yy]]. */
function principalAxes({ xx, yx, yy }: Covariance): Axes {
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, yx);
  // Rows grow downwards, so the angle on the screen has the opposite sign.
  const degrees = (-0.5 * Math.atan2(2 * yx, xx - yy) * 180) / Math.PI;
  return {
    long: Math.sqrt(Math.max(0, middle + spread)),
    short: Math.sqrt(Math.max(0, middle - spread)),
    degrees: (degrees + 180) % 180,
  };
}

function size({ size: n }: Kernel): string {
  return `${n}×${n}`;
}

function widths({ long, short }: Axes): string {
  return `${long.toFixed(2)}, ${short.toFixed(2)}`;
}

function direction({ long, short, degrees }: Axes): string {
  return long - short < 0.01 ? "none (round)" : degrees.toFixed(0);
}

/** Columns side by side, each as wide as its widest cell. */
function table(rows: [string, string, string][]): string {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column].length));
  const [first, second] = [width(0), width(1)];
  return rows.map(([a, b, c]) => `${a.padEnd(first)}  ${b.padEnd(second)}  ${c}`.trimEnd()).join("\n");
}
