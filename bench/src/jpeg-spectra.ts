/** The table `compressed` of bench:fit-wide: what JPEG does to spectra at scale 1, and to the blurs found in them. */
import { compareKernels, type Kernel, type PlanarImage } from "@kernelgan/core";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/write-image.js";
import { covariance } from "../../packages/core/dist/kernel/index.js";
import { analyseBlur } from "../../packages/core/dist/spectral/analyse-blur.js";
import { BlurEvidence } from "../../packages/core/dist/spectral/blur-evidence.js";
import { findBlurLevel } from "../../packages/core/dist/spectral/blur-level.js";
import { kernelTransfer } from "../../packages/core/dist/spectral/kernel-transfer.js";
import { ANGLES, CELLS, RADII } from "../../packages/core/dist/spectral/polar-cells.js";
import { SPECTRUM_CONSTANTS } from "../../packages/core/dist/spectral/power-spectrum.js";
import { SpectrumModel } from "../../packages/core/dist/spectral/spectrum-model.js";
import { deviation, mean } from "./statistics.js";
import { marked, printTable } from "./table.js";
import { blurred, wideKernel } from "./wide-blurs.js";

const QUALITIES = [95, 85];
/** Of the larger frequencies, where JPEG's error matters. */
const BANDS = [5, 6, 7, 8, 9, 10, 11, 12, 13];
const BLURS = ["gauss1", "gauss2", "disk2", "disk3"];
const DEVIATIONS = [0, 0.25, 0.5, 0.8, 1.5];

/** Photographs under one blur, as JPEGs of one quality. */
interface Group {
  readonly name: string;
  readonly truth: Kernel;
  readonly images: readonly PlanarImage[];
}

export async function printCompressed(photographs: readonly PlanarImage[]): Promise<void> {
  const groups: Group[] = [];
  for (const blur of BLURS) {
    for (const quality of QUALITIES) {
      const truth = wideKernel(blur, 1);
      const images: PlanarImage[] = [];
      for (const photograph of photographs)
        images.push(await jpegRoundTrip(blurred(photograph, truth, 1), quality));
      groups.push({ name: `${blur}, JPEG ${quality}`, truth, images });
    }
  }
  console.log(
    "\nlog S less that of the model with the true kernel and white noise: mean and deviation by band",
  );
  const residuals: string[][] = [];
  for (const group of groups) residuals.push(await residualsOf(group));
  printTable(["", ...BANDS.map(String)], residuals);
  console.log("\nBy τ: log trace of the kernel found less that of the true one, mean and root mean square;");
  console.log("correlation of the two; how many look like disks.");
  const found: string[][] = [];
  for (const group of groups) {
    for (const tau of DEVIATIONS) found.push(await foundWith(group, tau));
  }
  printTable(["", "τ", "log trace", "rms", "correlation", "disks", "of"], found);
}

async function residualsOf({ name, truth, images }: Group): Promise<string[]> {
  const byBand: number[][] = BANDS.map(() => []);
  for (const image of images) {
    const { spectrum, jpegError } = await BlurEvidence.measure(image, undefined, { ownGrid: true });
    const white = SPECTRUM_CONSTANTS.compressedNoise * (jpegError / 255) ** 2;
    const model = new SpectrumModel(
      { ...spectrum, noisePower: spectrum.noisePower + white },
      { ownGrid: true },
    );
    const residual = new Float64Array(CELLS);
    model.residual(kernelTransfer(truth, 1), residual);
    for (const [i, band] of BANDS.entries()) {
      const directions = Array.from({ length: ANGLES }, (_, angle) => residual[angle * RADII + band]!);
      byBand[i]!.push(mean(directions));
    }
  }
  return [name, ...byBand.map((all) => `${mean(all).toFixed(2)} ± ${deviation(all).toFixed(2)}`)];
}

async function foundWith({ name, truth, images }: Group, tau: number): Promise<string[]> {
  const constants = { ...SPECTRUM_CONSTANTS, compressedDeviation: tau };
  const widths: number[] = [];
  const correlations: number[] = [];
  let disks = 0;
  for (const image of images) {
    const own = await BlurEvidence.measure(image, undefined, { ownGrid: true, constants });
    const { evidence } = await findBlurLevel(image, own);
    const { kernel, shapes } = await analyseBlur(evidence);
    widths.push(Math.log(traceOf(kernel(1)) / traceOf(truth)));
    correlations.push(compareKernels(kernel(1), truth, 1).correlation);
    if (shapes.disk > 0.5) disks++;
  }
  return [
    name,
    marked(tau, tau === SPECTRUM_CONSTANTS.compressedDeviation),
    mean(widths).toFixed(2),
    Math.sqrt(mean(widths.map((width) => width ** 2))).toFixed(2),
    mean(correlations).toFixed(3),
    String(disks),
    String(images.length),
  ];
}

function traceOf(kernel: Kernel): number {
  const { yy, xx } = covariance(kernel);
  return yy + xx;
}
