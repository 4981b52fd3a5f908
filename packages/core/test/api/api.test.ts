/**
 * What the public functions say to arguments that make no sense: each an error of the library that names the argument.
 */
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import * as core from "../../src/index.js";
import { cameraCurve } from "../helpers/tone-curve.js";

const functions = { ...core };
const image = core.planarImage(
  32,
  24,
  1,
  Float32Array.from({ length: 32 * 24 }, (_, i) => (i % 7) / 7),
);
const kernel = core.bicubicKernel(2);
const with_ = (at: number, value: number): core.PlanarImage => ({
  ...image,
  data: image.data.map((sample, i) => (i === at ? value : sample)),
});
const infinite = with_(33, Number.POSITIVE_INFINITY);
const noNumber = with_(0, Number.NaN);
const short = { ...image, data: image.data.subarray(1) };
const empty = { width: 0, height: 0, channels: 1, data: new Float32Array(0) };
const twoChannels = { width: 16, height: 24, channels: 2, data: image.data };

/** A function, its arguments, and what the message has. Arguments of any type: plain JavaScript passes them. */
type Call = readonly [name: keyof typeof core, args: readonly unknown[], message: RegExp];

const IMAGES: readonly (readonly [unknown, RegExp])[] = [
  [null, /must be \{ width, height, channels, data \}, got null/],
  ["photo.png", /must be .*, got "photo.png"/],
  [empty, /positive integers, got 0, 0, 1/],
  [short, /must have 768 samples, got 767/],
  [{ ...image, data: Array.from(image.data) }, /must be a Float32Array, got an array/],
  [{ ...image, width: 2 ** 40 }, /too large/],
  [twoChannels, /must have 1 or 3 channels, got 2/],
  [{ ...image, coding: { codec: "heic", bitsPerPixel: 1 } }, /codec must be .*webp.*avif.*heic/],
  [{ ...image, coding: { codec: "avif", bitsPerPixel: 0 } }, /bitsPerPixel must be a positive number, got 0/],
  [infinite, /samples must be finite, got Infinity at column 1, row 1/],
  [noNumber, /samples must be finite, got NaN at column 0, row 0/],
];
const KERNELS: readonly (readonly [unknown, RegExp])[] = [
  [undefined, /kernel.* must be .*got undefined/],
  [{ size: 0, data: new Float64Array(0) }, /size must be an integer from 1 to 4095, got 0/],
  [{ size: 3, data: kernel.data }, /must have 9 weights/],
  [{ ...kernel, data: Array.from(kernel.data) }, /must be a Float64Array, got an array/],
  [{ ...kernel, data: kernel.data.map(() => Number.NaN) }, /weights must all be finite/],
];

/** Of a photograph's kind: neighbours are alike, and so are the colours of a pixel. */
const scene = core.planarImage(
  60,
  48,
  3,
  Float32Array.from({ length: 3 * 60 * 48 }, (_, i) => {
    const [x, y, c] = [i % 60, Math.floor(i / 60) % 48, Math.floor(i / (60 * 48))];
    return 0.5 + 0.4 * Math.sin(x / 5 + Math.cos(y / 7)) * Math.cos(y / 9) + 0.02 * c;
  }),
);
const interleaved = {
  ...scene,
  data: scene.data.map((_, i) => scene.data[(i % 3) * 60 * 48 + Math.floor(i / 3)]!),
};
const bytes = { ...image, data: image.data.map((value) => 255 * value) };
const rgba = { width: 32, height: 24, data: new Uint8ClampedArray(4 * 32 * 24) };
const x2 = core.bicubicKernel(2);

/** As estimateKernel returns them, but for one thing. */
const estimate = {
  method: "auto",
  scale: 2,
  kernels: { 2: x2 },
  confidence: 1,
  fellBack: false,
  warnings: [],
};
const ESTIMATES: readonly (readonly [unknown, RegExp])[] = [
  ["auto", /"estimate" must be a result of estimateKernel, got "auto"/],
  [x2, /"estimate" must be a result of estimateKernel, whose method is one of auto, .*; got undefined/],
  [{ ...estimate, scale: undefined }, /whose scale is one of 1, 2, 3, 4, 8; got undefined/],
  [{ ...estimate, kernels: undefined }, /whose kernels are kernels by factor, got undefined/],
  // As JSON makes them.
  [
    { ...estimate, kernels: { 2: { size: 1, data: { 0: 1 } } } },
    /the kernel for ×2's data must be a Float64Array/,
  ],
  [{ ...estimate, confidence: "1" }, /whose confidence is a number from 0 to 1; got "1"/],
  [{ ...estimate, confidence: Number.NaN }, /whose confidence is a number from 0 to 1; got NaN/],
  [{ ...estimate, fellBack: undefined }, /whose fellBack is true or false; got undefined/],
  [{ ...estimate, warnings: "soft" }, /whose warnings have a code and a message; got "soft"/],
  [{ ...estimate, warnings: ["soft"] }, /whose warnings have a code and a message; got an array/],
];

const ALPHAS: readonly (readonly [alpha: unknown, message: RegExp])[] = [
  [core.planarImage(16, 24, 1), /alpha must have the size of the image, 32×24/],
  [scene, /alpha must have 1 channel, got 3/],
  [core.planarImage(32, 24, 1, new Float32Array(768).fill(255)), /alpha's samples must lie in \[0, 1\]/],
  [null, /alpha must be/],
];
const CALLS: readonly Call[] = [
  ...(["estimateKernel", "upscaleImage", "psnr"] as const).flatMap((name): Call[] => {
    const rest = name === "psnr" ? [image] : [];
    return [
      [
        name,
        [bytes, ...rest],
        /samples must lie in \[0, 1\], got 36.4.* at column 1, row 0; divide .* by 255/,
      ],
      [
        name,
        [interleaved, ...(name === "psnr" ? [scene] : [])],
        /must be planes.*seem to be interleaved.*fromInterleaved/,
      ],
      [name, [rgba, ...rest], /got no channels; fromImageData makes one/],
      [
        name,
        [{ ...rgba, channels: 4 }, ...rest],
        /must be a Float32Array, got Uint8ClampedArray\(3072\); fromInterleaved/,
      ],
      [
        name,
        [{ ...scene, data: new Float32Array(4 * 60 * 48) }, ...rest],
        /must have 8640 samples, got 11520, those of 4 channels; if they are interleaved/,
      ],
    ];
  }),
  [
    "superResolve",
    [image, x2, { scale: 4 }],
    /the kernel is for ×2, got scale 4; give one for ×4 \(analyticKernel/,
  ],
  ["superResolve", [image, { 3: x2 }, { scale: 3 }], /the kernel is for ×2, got scale 3/],
  ["upscaleImage", [image, { kernels: x2, scale: 3 }], /the kernel is for ×2, got scale 3/],
  ["superResolve", [image, { ...x2, scale: "2" }, {}], /kernel's scale must be a positive number, got "2"/],
  ["superResolve", [image, x2, { confidence: 2 }], /"confidence" must be .* 1, got 2/],
  ["superResolve", [image, { ...x2, confidence: 2 }, {}], /kernel's confidence must be .* 1, got 2/],
  ["superResolve", [image, x2, { kernelNoise: 2 }], /there is no option "kernelNoise"/],
  ["kernelFromRows", [[[1, 2], [3]]], /square: of 2 rows, each has 2 weights, got 1/],
  ["kernelFromRows", [5], /rows must be an array of arrays of numbers, got 5/],
  ["kernelFromRows", [[[Number.NaN]]], /finite/],
  ["kernelFromRows", [[[null]]], /weights must all be finite numbers, got null/],
  ["kernel", [1, ["1"]], /weights must all be finite numbers, got "1"/],
  ["kernel", [1, [Symbol("one")]], /weights must all be finite numbers, got Symbol\(one\)/],
  ["alignedCentre", [5, "2"], /scale must be a number, got "2"/],
  ["alignedCentre", [0, 2], /size must be an integer from 1/],
  [
    "fromInterleaved",
    [{ width: 2, height: 1, channels: 3, data: new Uint8Array(5) }],
    /must have 6 samples, got 5/,
  ],
  [
    "fromInterleaved",
    [{ width: 2, height: 1, channels: 5, data: new Uint8Array(10) }],
    /1 to 4 channels, got 5/,
  ],
  [
    "fromInterleaved",
    [{ width: 1, height: 1, channels: 1, data: [1] }],
    /one of Uint8Array, .* got an array/,
  ],
  [
    "fromInterleaved",
    [{ width: 1, height: 1, data: new Uint8Array(3) }],
    /width, height and channels of the pixels must be positive integers, got 1, 1, undefined/,
  ],
  ["fromImageData", [{ ...rgba, height: 25 }], /must have 3200 samples, got 3072/],
  ["toImageData", [image, scene], /alpha must have 1 channel,/],
  ...IMAGES.flatMap(([bad, message]): Call[] => [
    ["estimateKernel", [bad], message],
    ["superResolve", [bad, kernel], message],
    ["upscaleImage", [bad], message],
    ["psnr", [image, bad], message],
    ["ssim", [bad, image], message],
    ["evaluateImage", [bad, image], message],
  ]),
  ...KERNELS.flatMap(([bad, message]): Call[] => [
    ["superResolve", [image, { 2: bad ?? null }], bad === undefined ? /×2 must be .*got null/ : message],
    ["downscale", [image, bad, 2], message],
    ["kernelRows", [bad], message],
    ["kernelSum", [bad], message],
    ["centreOfMass", [bad], message],
    ["reframe", [bad, 5], message],
    ["analyticKernel", [bad, 4], message],
    ["compareKernels", [kernel, bad, 2], message],
    ["describeBlur", [bad, 2], message],
  ]),
  ...ESTIMATES.map(([bad, message]): Call => ["upscaleImage", [image, { estimate: bad }], message]),
  ...ALPHAS.flatMap(([alpha, message]): Call[] => [
    ["estimateKernel", [image, { alpha }], message],
    ["superResolve", [image, kernel, { alpha }], message],
    ["upscaleImage", [image, { alpha }], message],
  ]),
  [
    "superResolve",
    [image, [kernel]],
    /kernels by factor such as \{ 2: kernel \}, got an array; .* kernelFromRows/,
  ],
  [
    "upscaleImage",
    [image, { kernels: [[1]] }],
    /got an array; if it has the rows .* kernelFromRows makes one/,
  ],
  ["superResolve", [image, estimate], /got an object with kernels; if it is an estimate, give its "kernels"/],
  ["superResolve", [image, { two: kernel }], /kernels by factor such as .*; "two" is no factor/],
  [
    "superResolve",
    [image, { 2: x2 }, { scale: 4 }],
    /scale 4 among those given, which are for ×2; estimate .* at scale 4/,
  ],
  [
    "upscaleImage",
    [image, { estimate, scale: 4 }],
    /scale 4 among those given, which are for ×2; estimate .* at scale 4/,
  ],
  ["upscaleImage", [image, { kernels: 5 }], /kernels must be a kernel, or kernels by factor .*, got 5/],
  [
    "upscaleImage",
    [image, { kernels: {}, scale: 1.5 }],
    /kernels by factor are none; give one for the factor/,
  ],
  ["estimateKernel", [image, "spectral"], /options must be an object, got "spectral"/],
  ["estimateKernel", [image, {}, { signal: 1 }], /"signal" must be an AbortSignal, got 1/],
  [
    "estimateKernel",
    [image, {}, { sgnal: 1 }],
    /no "sgnal" in the third argument; it takes signal, onProgress$/,
  ],
  [
    "superResolve",
    [image, kernel, {}, { onprogress: 1 }],
    /no "onprogress" in the fourth argument; it takes signal, onProgress, onRows$/,
  ],
  ["upscaleImage", [image, { signal: 1 }], /"signal" is no option; .* \(…, options, \{ signal \}\)$/],
  ["upscaleImage", [image, {}, { onProgress: 1 }], /no "onProgress".*onEstimateProgress, onRestoreProgress/],
  ["superResolve", [image, kernel, {}, { onProgress: true }], /"onProgress" must be a function, got true/],
  ...(["psnr", "ssim"] as const).map(
    (name): Call => [
      name,
      [image, image, { bordr: 2 }],
      /there is no option "bordr"; valid options: border$/,
    ],
  ),
  [
    "evaluateImage",
    [image, image, { boarder: 4 }],
    /no option "boarder"; valid options: scale, border, upToShift$/,
  ],
  ["evaluateImage", [image, image, 4], /options must be an object, got 4/],
  ["analyticKernel", [kernel, 4, { cropped: false }], /no option "cropped"; valid options: crop$/],
  ["analyticKernel", [kernel, 4, { crop: "no" }], /"crop" must be true or false, got "no"/],
  [
    "randomKernel",
    [core.random(1), { sigma: 2 }],
    /no option "sigma"; valid options: scale, size, eigenvalues, /,
  ],
  [
    "imresize",
    [image, { scale: 2 }, "horizontal"],
    /to wrap along must be one of auto, .*, got "horizontal"/,
  ],
  ["estimateKernel", [image, { method: "kernelgan", threads: 1e9 }], /"threads" must be .* 1 to 1024/],
  ["planarImage", [8, 8, 1, new Float32Array(10)], /must have 64 samples, got 10/],
  ["planarImage", [2 ** 20, 2 ** 20, 3], /too large/],
  ["crop", [image, { x: -1, y: 0, width: 2, height: 2 }], /does not lie inside/],
  ["crop", [image, null], /rectangle must be/],
  [
    "crop",
    [image, { x: Symbol("left"), y: 0, width: 1, height: 1 }],
    /must be integers, got Symbol\(left\), 0, 1, 1/,
  ],
  ["imresize", [image, { width: 1e9, height: 1e9 }], /too large/],
  ["imresize", [infinite, { scale: 2 }], /must be finite/],
  ["downscale", [noNumber, kernel, 2], /must be finite/],
  ["imresize", [image, 2], /size to resize to must be/],
  [
    "imresize",
    [image, { scale: 2, width: 8, height: 8 }],
    /both a scale and a width .* leave one of them out/,
  ],
  ["kernel", [1e9], /from 1 to 4095/],
  ["reframe", [kernel, 1e9], /from 1 to 4095/],
  ["toConvention", [kernel, "fkp", 1e9], /moved kernel.s size must be an integer from 1 to 4095/],
  ["fromConvention", [kernel, "fkp", 1e9], /moved kernel.s size must be an integer from 1 to 4095/],
  ["bicubicKernel", [1e9], /from 1 to 4095/],
  ["analyticKernel", [kernel, 1e9], /from 1 to 4095/],
  ["randomKernel", [{}, {}], /must be those of random\(seed\), got another object/],
  ["randomKernel", [core.random(1), { eigenvalues: 2 }], /eigenvalues must be two numbers, .* got 2/],
  [
    "randomKernel",
    [core.random(1), { eigenvalues: [1] }],
    /eigenvalues must be two numbers, .* got an array/,
  ],
  ["randomKernel", [core.random(1), { noise: Symbol("n") }], /noise must lie in \[0, 1\), got Symbol\(n\)/],
  [
    "upscaleImage",
    [image, { exactKernel: true }],
    /estimated \(auto\) is not the exact one; leave "exactKernel" out/,
  ],
  ["randomKernel", [core.random(1), { size: 1e9 }], /from 1 to 4095/],
  ["random", ["seed"], /must be numbers, got "seed" and 0/],
  // Values that cannot become text, nor numbers.
  ["analyticKernel", [kernel, Symbol("four")], /scale must be a number, got Symbol/],
  ["compareKernels", [kernel, kernel, Object.create(null)], /scale must be a number, got another/],
  ["describeBlur", [kernel, 0], /scale must be positive, got 0/],
  ["describeBlur", [kernel, Number.NaN], /scale must be/],
  ["downscale", [image, kernel, undefined], /scale must be a number, got undefined/],
  ["downscale", [image, kernel, 2, { light: "auto" }], /"light" must be one of encoded, linear, got "auto"/],
  [
    "downscale",
    [image, kernel, 2, { light: "linear", toneCurve: [0, 1] }],
    /"toneCurve" must be an array of 65/,
  ],
  ["downscale", [image, kernel, 2, { toneCurve: cameraCurve() }], /"toneCurve" .* add light: "linear"/],
  [
    "superResolve",
    [image, { ...kernel, light: "linear", toneCurve: 1 }],
    /kernel's toneCurve .* got 1; without/,
  ],
  ["planarImage", [Object.create(null), 2, 1], /got another object, 2, 1/],
  ["bicubicKernel", [Symbol("two")], /got Symbol\(two\)/],
  ["estimateKernel", [image, { method: Object.create(null) }], /method.* must be one of/],
  ["estimateKernel", [image, { scale: Object.create(null) }], /scale.* must be one of/],
  ["superResolve", [image, kernel, { noise: Symbol("a little") }], /noise.* must be/],
];

describe("the public functions", () => {
  it.each(CALLS)("%s, case %#: says what is wrong", async (name, args, message) => {
    const call = functions[name] as (...args: readonly unknown[]) => unknown;
    const error = await new Promise((resolve) => resolve(call(...args))).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(core.KernelGanError);
    expect(error).toMatchObject({ code: "invalid-argument", message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain("\n");
  });

  it.each(["estimateKernel", "superResolve", "upscaleImage"] as const)(
    "%s rejects, and never throws",
    async (name) => {
      const call = functions[name] as (image: unknown) => Promise<unknown>;
      await expect(call(null)).rejects.toBeInstanceOf(core.KernelGanError);
    },
  );

  it("takes arrays of other windows, whose classes are others", () => {
    const data = runInNewContext("new Float32Array(12)") as Float32Array<ArrayBuffer>;
    expect(data).not.toBeInstanceOf(Float32Array);
    expect(core.planarImage(4, 3, 1, data).data).toBe(data);
  });

  it("takes planes as such where one varies from row to row and the others are flat", () => {
    const data = Float32Array.from({ length: 3 * 60 * 48 }, (_, i) =>
      i < 60 * 48 ? Math.floor(i / 60) % 2 : 0.5,
    );
    const striped = core.planarImage(60, 48, 3, data);
    expect(core.psnr(striped, striped)).toBe(Number.POSITIVE_INFINITY);
  });
});
