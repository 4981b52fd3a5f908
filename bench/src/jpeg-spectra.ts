/** The table `compressed` of bench:fit-wide: what JPEG does to spectra at scale 1, and to the blurs found in them. */
import { compareKernels, type Kernel, type PlanarImage } from "@kernelgan/core";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/jpeg-round-trip.js";
import { imresize, toGray } from "../../packages/core/dist/image/index.js";
import { covariance } from "../../packages/core/dist/kernel/index.js";
import { NoiseBlocks } from "../../packages/core/dist/noise/index.js";
import { jpegError } from "../../packages/core/dist/noise/jpeg-noise.js";
import { BlurEvidence } from "../../packages/core/dist/spectral/evidence/blur-evidence.js";
import { analyseBlur } from "../../packages/core/dist/spectral/fit/analyse-blur.js";
import { findBlurLevel } from "../../packages/core/dist/spectral/fit/blur-level.js";
import { jpegNoiseShape } from "../../packages/core/dist/spectral/model/jpeg-spectrum.js";
import { kernelTransfer } from "../../packages/core/dist/spectral/model/kernel-transfer.js";
import { filteredNoise } from "../../packages/core/dist/spectral/model/own-grid.js";
import { SpectrumModel } from "../../packages/core/dist/spectral/model/spectrum-model.js";
import { ANGLES, BAND_LIMITS, CELLS, RADII } from "../../packages/core/dist/spectral/spectrum/polar-cells.js";
import { polarSpectrum } from "../../packages/core/dist/spectral/spectrum/polar-spectrum.js";
import { SPECTRUM_CONSTANTS } from "../../packages/core/dist/spectral/spectrum/power-spectrum.js";
import { deviation, mean } from "./statistics.js";
import { marked, printTable } from "./table.js";
import { blurred, wideKernel } from "./wide-blurs.js";

const QUALITIES = [95, 85];
/** Of the larger frequencies, where JPEG's error matters. */
const BANDS = [5, 6, 7, 8, 9, 10, 11, 12, 13];
const BLURS = ["gauss1", "gauss2", "disk2", "disk3"];
/** Blurs under which images sink below the error at many frequencies, and sizes that wide blur is looked for at. */
const RAISED_BLURS = ["gauss2", "gauss3", "gauss4", "disk6"];
const FACTORS = [2, 3, 4];
/** In cycles per pixel. */
const FREQUENCIES = [0.1, 0.125, 0.155, 0.185, 0.22, 0.26, 0.3, 0.34, 0.38, 0.42, 0.46];
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
    "\nBy how much JPEG raises S where the image lies below its error, in J², by cycles per pixel of the",
  );
  console.log(
    "image itself; sizes it was shrunk by are in brackets, m² and the filter of the resize taken out:",
  );
  const raised: string[][] = [];
  for (const quality of QUALITIES) {
    for (const factor of [1, ...FACTORS]) {
      raised.push([`JPEG ${quality} (${factor})`, ...(await raisedBy(photographs, quality, factor))]);
    }
  }
  const model = FREQUENCIES.map((f) =>
    (SPECTRUM_CONSTANTS.compressedNoise * jpegNoiseShape(f, 0)).toFixed(2),
  );
  printTable(["", ...FREQUENCIES.map(String)], [...raised, ["model", ...model]]);
  console.log("\nlog S less that of the model with the true kernel: mean and deviation by band");
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

/** (S − S of the same image uncompressed) / J² at FREQUENCIES, as means over what lies below the error. */
async function raisedBy(
  photographs: readonly PlanarImage[],
  quality: number,
  factor: number,
): Promise<string[]> {
  const found: number[][] = FREQUENCIES.map(() => []);
  for (const blur of RAISED_BLURS) {
    for (const photograph of photographs) {
      const clean = blurred(photograph, wideKernel(blur, 1), 1);
      const compressed = await jpegRoundTrip(clean, quality);
      const error = (jpegError(new NoiseBlocks(compressed)) / 255) ** 2;
      if (error === 0) continue;
      const [before, after] = [await bandPowers(clean, factor), await bandPowers(compressed, factor)];
      for (const [i, frequency] of FREQUENCIES.entries()) {
        const f = factor * frequency;
        const band = BAND_LIMITS.findIndex((limit) => f < limit) - 1;
        if (band < 0) continue;
        const unit = (error * (factor > 1 ? filteredNoise(0, f) : 1)) / factor ** 2;
        if (before[band]! < unit) found[i]!.push((after[band]! - before[band]!) / unit);
      }
    }
  }
  return found.map((all) => (all.length > 0 ? mean(all).toFixed(2) : ""));
}

/** S in the bands, as geometric means over the directions, of an image that is shrunk first. */
async function bandPowers(image: PlanarImage, factor: number): Promise<number[]> {
  const gray = toGray(image);
  const shrunk = factor > 1 ? imresize(gray, { scale: 1 / factor }) : gray;
  const { logPower } = await polarSpectrum(shrunk, image.channels);
  return Array.from({ length: RADII }, (_, band) =>
    Math.exp(mean(Array.from({ length: ANGLES }, (_, angle) => logPower[angle * RADII + band]!))),
  );
}

async function residualsOf({ name, truth, images }: Group): Promise<string[]> {
  const byBand: number[][] = BANDS.map(() => []);
  for (const image of images) {
    const { spectrum, compressionError } = await BlurEvidence.measure(image, undefined, { ownGrid: true });
    const power = SPECTRUM_CONSTANTS.compressedNoise * (compressionError / 255) ** 2;
    const model = new SpectrumModel(spectrum, { ownGrid: true }, power);
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
