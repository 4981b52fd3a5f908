import { beforeAll, describe, expect, test } from "vitest";
import { AbortError } from "../../../src/errors.js";
import { isLikely } from "../../../src/estimate/trust.js";
import type { PlanarImage } from "../../../src/image/index.js";
import {
  bicubicKernel,
  compareKernels,
  covariance,
  downscale,
  type Kernel,
  kernelSum,
} from "../../../src/kernel/index.js";
import { pauses } from "../../../src/pause.js";
import { blurOf } from "../../../src/spectral/fit/analyse-blur.js";
import { findBlurLevel } from "../../../src/spectral/fit/blur-level.js";
import { analyseBlur, BlurEvidence, fitSpectral } from "../../../src/spectral/index.js";
import { ARC, type ArcParameters, mirroredArc } from "../../../src/spectral/shapes/arc.js";
import { BOX } from "../../../src/spectral/shapes/box.js";
import { DISK } from "../../../src/spectral/shapes/disk.js";
import { ellipseOf } from "../../../src/spectral/shapes/ellipse.js";
import type { BlurShape } from "../../../src/spectral/shapes/index.js";
import { MOTION } from "../../../src/spectral/shapes/motion.js";
import type { ShapeModel } from "../../../src/spectral/shapes/shape.js";
import { SPECTRUM_CONSTANTS } from "../../../src/spectral/spectrum/power-spectrum.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { jpeg } from "../../helpers/jpeg.js";
import { gaussianFor } from "../../helpers/kernels.js";

let scene: PlanarImage;
beforeAll(async () => {
  scene = deadLeaves(3, 512, 400);
});

const analysed = async (kernel: Kernel, scale = 2) =>
  analyseBlur(await BlurEvidence.measure(downscale(scene, kernel, scale)));

const disk = (): Kernel => {
  const [parameters] = DISK.starts({ yy: 0.45, yx: 0, xx: 0.45 });
  if (!parameters) throw new Error("no start");
  return DISK.kernel(parameters, 2);
};

/** The kernel of scale 1 of a shape that has one of its own. */
function onOwnGrid<P extends readonly number[]>(shape: ShapeModel<P>, parameters: P, size: number): Kernel {
  if (!shape.ownGridKernel) throw new Error("no kernel of its own");
  return shape.ownGridKernel(parameters, size);
}

const closedForm = async (truth: Kernel): Promise<Kernel> =>
  (await fitSpectral(downscale(scene, truth, 2)))(2);

describe("analyseBlur", () => {
  test("JPEG: a blur is as wide as without it", async () => {
    const low = downscale(scene, gaussianFor(2, 2.4, 0, 2.4), 2);
    const width = async (image: PlanarImage, compressedNoise?: number): Promise<number> => {
      const constants = { ...SPECTRUM_CONSTANTS, ...(compressedNoise !== undefined && { compressedNoise }) };
      const { kernel } = await analyseBlur(await BlurEvidence.measure(image, undefined, { constants }));
      const { yy, xx } = covariance(kernel(2));
      return yy + xx;
    };
    const plain = await width(low);
    for (const quality of [80, 70, 60]) {
      const compressed = jpeg(low, quality);
      const error = async (compressedNoise?: number): Promise<number> =>
        Math.abs(Math.log((await width(compressed, compressedNoise)) / plain));
      const found = await error();
      expect(found, `${quality}`).toBeLessThan(0.2);
      expect(await error(0), `${quality}`).toBeGreaterThan(1.3 * found);
    }
  });

  describe("JPEG, at scale 1", () => {
    const found = async (contrast: number, blur: Kernel, quality: number, compressedDeviation?: number) => {
      const constants = {
        ...SPECTRUM_CONSTANTS,
        ...(compressedDeviation !== undefined && { compressedDeviation }),
      };
      const softer = { ...scene, data: scene.data.map((value) => 0.5 + contrast * (value - 0.5)) };
      const image = jpeg(downscale(softer, blur, 1), quality);
      const own = await BlurEvidence.measure(image, undefined, { ownGrid: true, constants });
      const { evidence } = await findBlurLevel(image, own);
      const { kernel, shapes } = await analyseBlur(evidence);
      const { yy, xx } = covariance(kernel(1));
      return { variance: yy + xx, disk: shapes.disk };
    };

    test("defocus is found although its zeros are filled, which a spectrum taken for certain hides", async () => {
      const [parameters] = DISK.starts({ yy: 1, yx: 0, xx: 1 });
      if (!parameters) throw new Error("no start");
      const defocus = onOwnGrid(DISK, parameters, 13);
      const { disk, variance } = await found(0.5, defocus, 95);
      expect(disk).toBeGreaterThan(0.7);
      expect(Math.abs(Math.log(variance / 2))).toBeLessThan(0.15);
      const certain = await found(0.5, defocus, 95, 0);
      expect(certain.disk).toBeLessThan(0.3);
      expect(certain.variance).toBeGreaterThan(3);
    });

    test("a Gaussian is as wide as it is, and no disk", async () => {
      for (const truth of [1, 2]) {
        const { disk, variance } = await found(1, gaussianFor(1, truth, 0, truth), 85);
        expect(disk).toBeLessThan(0.3);
        expect(Math.abs(Math.log(variance / (2 * truth)))).toBeLessThan(0.2);
      }
    });
  });

  test("a Gaussian that looks wider than blurs are is drawn narrower, more so for larger factors, and others as they look", async () => {
    const trace = (kernel: Kernel, scale: number): number => {
      const { yy, xx } = covariance(kernel);
      return (yy + xx) / scale ** 2;
    };
    const wide = await analysed(gaussianFor(2, 4.5, 0, 4.5));
    const ratio = (scale: number): number =>
      trace(wide.kernel(scale), scale) / trace(wide.apparentKernel(scale), scale);
    // (3/5)^0.2 at most, of the Gaussian's part.
    expect(ratio(2)).toBeLessThan(0.98);
    expect(ratio(2)).toBeGreaterThan(0.9);
    expect(ratio(3)).toBeLessThan(ratio(2));
    const usual = await analysed(gaussianFor(2, 2, 0, 2));
    expect(usual.kernel(2)).toEqual(usual.apparentKernel(2));
  });

  test("a Gaussian that weighs less than half is drawn alone, and judged as the mean", async () => {
    const evidence = await BlurEvidence.measure(downscale(scene, gaussianFor(2, 2, 0, 1), 2));
    const { fits } = await analyseBlur(evidence);
    const weights: Partial<Record<BlurShape, number>> = { gaussian: 0.45, motion: 0.55 };
    const even = blurOf(
      evidence,
      fits.map((fit) => ({ ...fit, weight: weights[fit.shape] ?? 0 })),
    );
    const [kernel, judged] = [even.kernel(2), even.apparentKernel(2)];
    const { yy, yx, xx } = covariance(judged);
    const gaussian = gaussianFor(2, yy, yx, xx);
    expect(compareKernels(kernel, gaussian, 2).correlation).toBeGreaterThan(0.99999);
    expect(compareKernels(judged, gaussian, 2).correlation).toBeLessThan(0.9999);
  });

  test.each([
    [2, 3.2, 0.8, 1.6],
    [3, 5, -1.5, 4],
    [4, 9, 2, 6],
  ])("×%i: a Gaussian", async (scale, yy, yx, xx) => {
    const truth = gaussianFor(scale, yy, yx, xx);
    const { kernel, shapes } = await analysed(truth, scale);
    expect(kernel(scale).size).toBe(6 * scale + 1);
    expect(kernelSum(kernel(scale))).toBeCloseTo(1, 9);
    expect(compareKernels(kernel(scale), truth, scale).correlation).toBeGreaterThan(0.95);
    expect(shapes.bicubic).toBeLessThan(0.01);
  });

  test("defocus: a disk fits best, and the kernel is nearer than the closed form's", async () => {
    const truth = disk();
    const { kernel, shapes } = await analysed(truth);
    expect(shapes.disk).toBeGreaterThan(Math.max(shapes.gaussian, shapes.motion));
    expect(compareKernels(kernel(2), truth, 2).l1).toBeLessThan(
      compareKernels(await closedForm(truth), truth, 2).l1,
    );
  });

  test.each([
    [1.6, 13],
    [3, 15],
  ])(
    "defocus of radius %d, whose zeros show: a disk as wide as it is, in a frame that holds it",
    async (radius, size) => {
      const variance = radius ** 2 / 4 + 0.25 ** 2;
      const truth = DISK.kernel(ellipseOf({ yy: variance, yx: 0, xx: variance }), 2, 17);
      const kernel = (await analysed(truth)).kernel(2);
      const [wanted, found] = [covariance(truth), covariance(kernel)];
      expect(Math.abs((found.yy + found.xx) / (wanted.yy + wanted.xx) - 1)).toBeLessThan(0.04);
      expect(compareKernels(kernel, truth, 2).correlation).toBeGreaterThan(0.995);
      expect(kernel.size).toBeGreaterThanOrEqual(size);
    },
  );

  test.each([
    ["an even box", 1.25, 0.1],
    ["a Gaussian that is cut off at a fifth of its peak", 1.6, 2 * Math.log(5)],
  ])("a program's blur, %s: a box of its shape and width", async (_, half, cut) => {
    const truth = BOX.kernel([Math.log(half), Math.log(half), cut], 2);
    const { kernel, shapes } = await analysed(truth);
    expect(shapes.box).toBeGreaterThan(0.7);
    const [wanted, found] = [covariance(truth), covariance(kernel(2))];
    expect(Math.abs((found.yy + found.xx) / (wanted.yy + wanted.xx) - 1)).toBeLessThan(0.05);
    expect(compareKernels(kernel(2), truth, 2).correlation).toBeGreaterThan(0.99);
  });

  describe("at scale 1, of whole pixels", () => {
    const found = async (truth: Kernel) => {
      const image = downscale(scene, truth, 1);
      const own = await BlurEvidence.measure(image, undefined, { ownGrid: true });
      const { evidence } = await findBlurLevel(image, own);
      const { kernel, shapes } = await analyseBlur(evidence);
      return { kernel: kernel(1), shapes };
    };
    const largestError = (found: Kernel, truth: Kernel): number => {
      const apart = (found.size - truth.size) / 2;
      return Math.max(
        ...truth.data.map((weight, i) => {
          const [y, x] = [Math.floor(i / truth.size) + apart, (i % truth.size) + apart];
          return Math.abs(found.data[y * found.size + x]! - weight);
        }),
      );
    };

    test.each([
      [3, 3],
      [5, 5],
      [7, 5],
    ])("a box of %d×%d is that box", async (height, width) => {
      const parameters = [Math.log(height / 2), Math.log(width / 2), 0] as const;
      const truth = onOwnGrid(BOX, parameters, 13);
      const { kernel, shapes } = await found(truth);
      expect(shapes.box).toBeGreaterThan(0.99);
      expect(largestError(kernel, truth)).toBeLessThan(0.002 * Math.max(...truth.data));
    });

    test("a box of a fraction of a pixel is none of whole ones", async () => {
      const truth = onOwnGrid(BOX, [Math.log(2.2), Math.log(2.2), 0], 13);
      const { kernel, shapes } = await found(truth);
      expect(shapes.box).toBeGreaterThan(0.99);
      expect(largestError(kernel, truth)).toBeLessThan(0.1 * Math.max(...truth.data));
    });

    test.each([1.5, 2.5])("defocus of radius %d, by the area of its pixels", async (radius) => {
      const variance = radius ** 2 / 4 + 0.25 ** 2;
      const truth = onOwnGrid(DISK, ellipseOf({ yy: variance, yx: 0, xx: variance }), 13);
      const { kernel, shapes } = await found(truth);
      expect(shapes.disk).toBeGreaterThan(0.9);
      expect(largestError(kernel, truth)).toBeLessThan(0.1 * Math.max(...truth.data));
    });
  });

  test("a moving camera: the kernel is nearer than the closed form's, and no Gaussian", async () => {
    const truth = MOTION.kernel([Math.log(3), 0.5, Math.log(0.3)], 2);
    const { kernel, shapes } = await analysed(truth);
    expect(shapes.gaussian).toBeLessThan(0.1);
    expect(compareKernels(kernel(2), truth, 2).l1).toBeLessThan(
      compareKernels(await closedForm(truth), truth, 2).l1,
    );
  });

  test("a shaking camera: an arc, not mirrored", async () => {
    const path: ArcParameters = [1.1, 0.2, -0.4, 1.2, Math.log(0.3)];
    const truth = ARC.kernel(path, 2);
    const mirrored = ARC.kernel(mirroredArc(path), 2);
    const { kernel, shapes } = await analysed(truth);
    expect(shapes.arc).toBeGreaterThan(0.5);
    expect(compareKernels(kernel(2), truth, 2).l1).toBeLessThan(0.4);
    expect(compareKernels(kernel(2), truth, 2).l1).toBeLessThan(
      compareKernels(kernel(2), mirrored, 2).l1 - 0.2,
    );
  });

  test("reports how far it is, and stops where it is told to", async () => {
    const evidence = await BlurEvidence.measure(downscale(scene, disk(), 2));
    const seen: number[] = [];
    await analyseBlur(evidence, { onProgress: (done) => seen.push(done) });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    const controller = new AbortController();
    const stopped = analyseBlur(evidence, {
      pause: pauses(controller.signal),
      onProgress: () => controller.abort(),
    });
    await expect(stopped).rejects.toBeInstanceOf(AbortError);
  });
});

describe("the confidence of BlurEvidence", async () => {
  test("is high in the kernel of a blurred image, and falls for kernels that are unlike it", async () => {
    const truth = gaussianFor(2, 3, 0.5, 2);
    const evidence = await BlurEvidence.measure(downscale(scene, truth, 2));
    const sure = evidence.confidenceIn(truth, 2);
    expect(sure).toBeGreaterThan(0.7);
    expect(evidence.confidenceIn(bicubicKernel(2), 2)).toBeLessThan(0.4 * sure);
    expect(evidence.confidenceIn(gaussianFor(2, 9, 0, 9), 2)).toBeLessThan(0.5 * sure);
  });

  test.each([70, 60])(
    "JPEG of quality %d: blurred and only downscaled images are told apart",
    async (quality) => {
      const found = async (kernel: Kernel) => {
        const evidence = await BlurEvidence.measure(jpeg(downscale(scene, kernel, 2), quality));
        const { apparentKernel, shapes } = await analyseBlur(evidence);
        const apparent = apparentKernel(2);
        const confidence = evidence.confidenceIn(apparent, 2, shapes.arc);
        return { confidence, isLikely: isLikely(apparent, 2, confidence) };
      };
      // 0.64 where JPEG's error is not in the model.
      expect((await found(gaussianFor(2, 3, 0, 3))).confidence).toBeGreaterThan(0.75);
      expect((await found(bicubicKernel(2))).isLikely).toBe(false);
    },
  );

  test("JPEG, at scale 1: a blurred image and a sharp one are told apart", async () => {
    const isFound = async (image: PlanarImage): Promise<boolean> => {
      const evidence = await BlurEvidence.measure(jpeg(image, 85), undefined, { ownGrid: true });
      const apparent = (await analyseBlur(evidence)).apparentKernel(1);
      return isLikely(apparent, 1, evidence.confidenceIn(apparent, 1));
    };
    expect(await isFound(downscale(scene, gaussianFor(1, 1, 0, 1), 1))).toBe(true);
    expect(await isFound(scene)).toBe(false);
  });

  test("is low for an image that was only downscaled", async () => {
    const evidence = await BlurEvidence.measure(downscale(scene, bicubicKernel(2), 2));
    const { kernel } = await analyseBlur(evidence);
    expect(evidence.confidenceIn(kernel(2), 2)).toBeLessThan(0.3);
  });

  test("is 0 where there is hardly any texture", async () => {
    const low = downscale(scene, gaussianFor(2, 3, 0, 3), 2);
    const faint = await BlurEvidence.measure({ ...low, data: low.data.map((v) => 0.5 + 0.02 * (v - 0.5)) });
    expect(faint.isFaint).toBe(true);
    expect(faint.confidenceIn(gaussianFor(2, 3, 0, 3), 2)).toBe(0);
  });
});
