/** `kernelgan compare-kernels A B`: how two kernels agree once both are centred. */
import { alignedCentre, compareKernels, type Kernel, KernelGanError, type Warning } from "@kernelgan/core";
import { type PrincipalAxes, principalAxes, seenDegrees } from "@kernelgan/core/internal";
import type { KernelFile } from "@kernelgan/formats";
import { defineCommand } from "../command-line/command.js";
import { JSON_FLAG } from "../command-line/common-flags.js";
import { warningInCommandWords } from "../errors/command-words.js";
import { fileError } from "../errors/file-error.js";
import { checkNoStream } from "../tasks/standard-input.js";
import { CONVENTION_OPTION, kernelReading, READ_KERNEL_OPTIONS } from "../tasks/task-options.js";
import { printJson } from "../terminal/command-io.js";
import { decimal, writeLines } from "../terminal/text.js";

const DEFAULT_SCALE = 2;

export const compareKernelsCommand = defineCommand({
  arguments: {
    a: { placeholder: "a", help: "kernel file: .mat, .npy, .json or .png" },
    b: { placeholder: "b", help: "kernel file, the reference" },
  },
  flags: {
    scale: {
      type: "integer",
      min: 1,
      max: 16,
      defaultText: `what the files say, or ${DEFAULT_SCALE}`,
      help: "downscaling factor",
    },
    conventionA: { ...CONVENTION_OPTION, help: conventionHelp("A") },
    conventionB: { ...CONVENTION_OPTION, help: conventionHelp("B") },
    ...READ_KERNEL_OPTIONS,
    ...JSON_FLAG,
  },
  async run(paths, flags, { stdout, stderr }) {
    checkNoStream("compare-kernels", [paths.a, paths.b]);
    const { readKernelBy } = await import("../kernel-files/formats.js");
    const { maxKernelSize, scale: given } = flags;
    const warnings: Warning[] = [];
    const read = (which: "a" | "b", name: "conventionA" | "conventionB"): Promise<KernelFile> =>
      readKernelBy(name, paths[which], {
        ...kernelReading({ kernelConvention: flags[name], maxKernelSize, scale: given }),
        onWarning: (warning) => warnings.push(warningInCommandWords(warning)),
      });
    const a = await read("a", "conventionA");
    const b = await read("b", "conventionB");
    const scale = flags.scale ?? commonScale(paths.a, a, paths.b, b);
    for (const [path, { kernel }] of [
      [paths.a, a],
      [paths.b, b],
    ] as const)
      checkRoom(path, kernel, scale);
    for (const { message } of warnings) writeLines(stderr, `kernelgan: warning: ${message}`);
    const comparison = compareKernels(a.kernel, b.kernel, scale);
    if (flags.json) {
      // JSON has no Infinity: the PSNR of equal kernels is null, and the ratio to a kernel without width.
      await printJson(stdout, { ...paths, scale, ...comparison, warnings });
      return 0;
    }
    const { covarianceA, covarianceB, traceRatio, correlation, l1, psnr } = comparison;
    const [axesA, axesB] = [principalAxes(covarianceA), principalAxes(covarianceB)];
    const kernels: Row[] = [
      ["", "A", "B"],
      ["size", size(a.kernel), size(b.kernel)],
      ["width along, across (σ in px)", widths(axesA), widths(axesB)],
      ["direction (° from horizontal)", direction(axesA), direction(axesB)],
    ];
    const agreement: Row[] = [
      ["trace ratio A / B", decimal(traceRatio, 3), "1: as wide; below 1: A is narrower, its results softer"],
      ["correlation", correlation.toFixed(4), "1: same shape"],
      ["L1 distance", l1.toFixed(4), "0: same, 2: no overlap"],
      ["PSNR", `${decimal(psnr, 2)} dB`, "for comparison with papers; says little"],
    ];
    const files = [`A  ${paths.a}`, `B  ${paths.b}`, `both centred for ×${scale}`];
    writeLines(stdout, ...files, "", ...table(kernels), "", ...table(agreement));
    return 0;
  },
});

function conventionHelp(file: string): string {
  return `whose kernel file ${file} is: aligned (KernelGAN, DIV2KRK), kair (turned by 180°), fkp (moved by s - 1 pixels)`;
}

/** A centred kernel has its centre inside. */
function checkRoom(path: string, { size }: Kernel, scale: number): void {
  const odd = size + 1 - (size % 2);
  if (alignedCentre(odd, scale) <= odd - 1) return;
  const reason = `a kernel of ${size}×${size} is too small for ×${scale}`;
  throw fileError("invalid-input", path, `: ${reason}; give the right --scale`);
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

function size({ size: n }: Kernel): string {
  return `${n}×${n}`;
}

/** Standard deviations along the longer axis and the shorter one. */
function deviations({ along, across }: PrincipalAxes): [along: number, across: number] {
  return [Math.sqrt(Math.max(0, along)), Math.sqrt(Math.max(0, across))];
}

function widths(axes: PrincipalAxes): string {
  const [along, across] = deviations(axes);
  return `${along.toFixed(2)}, ${across.toFixed(2)}`;
}

function direction(axes: PrincipalAxes): string {
  const [along, across] = deviations(axes);
  return along - across < 0.01 ? "none (round)" : seenDegrees(axes.angle).toFixed(0);
}

type Row = readonly [string, string, string];

/** Columns side by side, each as wide as its widest cell. */
function table(rows: readonly Row[]): string[] {
  const first = Math.max(...rows.map(([a]) => a.length));
  const second = Math.max(...rows.map(([, b]) => b.length));
  return rows.map(([a, b, c]) => `${a.padEnd(first)}  ${b.padEnd(second)}  ${c}`.trimEnd());
}
