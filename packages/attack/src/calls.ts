/**
 * Calls of the library with arguments that make no sense, in a process of their own: `calls.js COUNT SEED`. It prints
 * the findings as JSON. Every call must return something that is right, or throw an error of the library's.
 */
import * as library from "kernelgan";

const { random } = library;
type Function = (...args: unknown[]) => unknown;

const [count = 0, seed = 0] = process.argv.slice(2).map(Number);
const numbers = random(seed, 2_000_001);
const pick = <T>(things: readonly T[]): T => things[numbers.integer(things.length)] as T;

const texture = Float32Array.from(
  { length: 64 * 48 },
  (_, i) => 0.5 + 0.4 * Math.sin(i / 3) * Math.cos(i / 77),
);
const image = library.planarImage(64, 48, 1, texture);
const kernel = library.bicubicKernel(2);

/** Values that each have something wrong, or nothing. */
const ANYTHING: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  1e9,
  2 ** 53,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  "",
  "text",
  "/nowhere/at/all",
  "nul\0",
  Symbol("s"),
  1n,
  [],
  [1, 2, 3],
  {},
  () => 1,
  new Float32Array(10),
  new Float64Array(0),
  new Uint8Array(5),
  new Date(0),
  new Map(),
  Object.create(null),
];
const IMAGES: readonly unknown[] = [
  image,
  image,
  { ...image, width: 0 },
  { ...image, height: -1 },
  { ...image, width: 1e9 },
  { ...image, channels: 2 },
  { ...image, channels: 3 },
  { ...image, data: image.data.subarray(1) },
  { ...image, data: Array.from(image.data) },
  { ...image, data: new Float64Array(image.data) },
  { ...image, data: image.data.map((v, i) => (i === 9 ? Number.POSITIVE_INFINITY : v)) },
  { ...image, data: image.data.map((v, i) => (i === 9 ? Number.NaN : v)) },
  { ...image, data: image.data.map(() => 0.5) },
  { ...image, data: image.data.map(() => 1e30) },
  library.planarImage(1, 1, 1),
];
const KERNELS: readonly unknown[] = [
  kernel,
  kernel,
  { ...kernel, size: 3 },
  { ...kernel, size: 1e9 },
  { ...kernel, data: new Float64Array(kernel.data.length) },
  { ...kernel, data: kernel.data.map((w) => -w) },
  { ...kernel, data: kernel.data.map(() => Number.NaN) },
  { ...kernel, data: Array.from(kernel.data) },
  { size: 0, data: new Float64Array(0) },
  { size: 1, data: Float64Array.of(1) },
];
const OPTIONS: readonly unknown[] = [
  undefined,
  {},
  { scale: 2 },
  { scale: 1e9 },
  { scale: 0 },
  { scale: "2" },
  { method: "spectral" },
  { method: "constructor" },
  { threads: 1e9 },
  { unknown: 1 },
  { noise: -1 },
  { kernel: "bicubic" },
  { kernels: {} },
  { width: 1e9, height: 1e9 },
  { width: 8, height: 8 },
  { border: 1e9 },
  { x: 0, y: 0, width: 4, height: 4 },
  { x: 1, y: -1, width: 1e9, height: 0 },
];

const any = (things: readonly unknown[]): unknown => pick(numbers.uniform() < 0.35 ? ANYTHING : things);
const anImage = (): unknown => any(IMAGES);
const aKernel = (): unknown => any(KERNELS);
const options = (): unknown => any(OPTIONS);
const number = (): unknown => any([0, 1, 2, 3, 4, 8, 16]);

/** The public functions and how to call each. */
const CALLS: Readonly<Record<string, () => unknown[]>> = {
  estimateKernel: () => [anImage(), options(), any([undefined, {}, { signal: 1 }, { onProgress: 1 }])],
  superResolve: () => [anImage(), any([kernel, { 2: kernel }, ...KERNELS, { 2: aKernel() }]), options()],
  upscaleImage: () => [anImage(), any([options(), { alpha: anImage() }])],
  evaluateImage: () => [anImage(), anImage(), options()],
  psnr: () => [anImage(), anImage(), options()],
  ssim: () => [anImage(), anImage(), options()],
  imresize: () => [anImage(), options()],
  crop: () => [anImage(), options()],
  planarImage: () => [number(), number(), number(), any([undefined, new Float32Array(8)])],
  downscale: () => [anImage(), aKernel(), number()],
  kernel: () => [number(), any([undefined, [1], Float64Array.of(1)])],
  kernelRows: () => [aKernel()],
  kernelSum: () => [aKernel()],
  centreOfMass: () => [aKernel()],
  reframe: () => [aKernel(), number()],
  analyticKernel: () => [aKernel(), number(), options()],
  bicubicKernel: () => [number()],
  randomKernel: () => [any([random(1)]), options()],
  describeBlur: () => [aKernel(), number()],
  compareKernels: () => [aKernel(), aKernel(), number()],
  random: () => [number(), number()],
  decodeKernel: () => [any([new Uint8Array(200)]), options()],
  encodeKernel: () => [any(["mat", "npy", "json", "png"]), aKernel(), options()],
  kernelBlocks: () => [aKernel(), number()],
  kernelFigure: () => [aKernel(), any([{ title: "a" }, { title: "a", scale: 2 }])],
  readImage: () => [any(["/nowhere.png", "/dev/zero", "/"]), options()],
  readPicture: () => [any(["/nowhere.png", "/dev/zero", "/"]), options()],
  readKernel: () => [any(["/nowhere.mat", "/dev/zero", "/"]), options()],
  writeImage: () => [any(["/proc/a.png", "a.exe"]), anImage(), options()],
  writePicture: () => [any(["/proc/a.png", "a.exe"]), any([{ image: anImage(), depth: 8 }]), options()],
  writeKernel: () => [any(["/proc/a.mat", "a.exe"]), aKernel(), options()],
};

const MOST_SAMPLES = 10_000_000;

/**
 * Whether there is something in a result that is no number, but for what is documented: the PSNR of equal images is
 * infinite.
 */
function hasNaN(result: unknown): boolean {
  if (typeof result === "number") return Number.isNaN(result);
  // An image of billions of samples is what was asked for, but not to be looked through.
  if (ArrayBuffer.isView(result))
    return (result as Float32Array).subarray(0, MOST_SAMPLES).some(Number.isNaN);
  if (typeof result !== "object" || result === null) return false;
  return Object.values(result).some(hasNaN);
}

function shown(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${value.byteLength})`;
  if (typeof value !== "object" || value === null) return String(value).slice(0, 40);
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}: ${typeof one === "object" ? "…" : String(one).slice(0, 20)}`)
    .join(", ")}}`;
}

const findings: { run: string; what: string }[] = [];
const names = Object.keys(CALLS);
for (let i = 0; i < count; i++) {
  const name = pick(names);
  const args = CALLS[name]?.() ?? [];
  const run = `${name}(${args.map(shown).join(", ")})`;
  const started = performance.now();
  try {
    const result = await ((library as unknown as Record<string, Function>)[name] as Function)(...args);
    // Images far outside the range may overflow.
    if (hasNaN(result) && !run.includes("1e30")) findings.push({ run, what: "a result that is no number" });
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    const isOurs = typeof code === "string" && /^[a-z]+(?:-[a-z]+)*$/.test(code);
    if (!isOurs) findings.push({ run, what: `${(error as Error)?.stack ?? error}`.slice(0, 400) });
    else if (typeof message !== "string" || message.includes("\n"))
      findings.push({ run, what: `not one line: ${message}` });
  }
  const seconds = (performance.now() - started) / 1000;
  if (seconds > 10) findings.push({ run, what: `took ${seconds.toFixed(1)} s` });
}
console.log(JSON.stringify(findings));
