/**
 * Records a run of KernelGAN on docs/sample/photo.png for the page "How it works": at some iterations the crops, the D-maps, the kernel and
 * the losses. `npm run docs:run` writes docs/public/run; half a minute. The same seed gives the same run on the same machine.
 *
 *     run.json    for each recorded iteration the kernel, and each loss; what belongs to the whole run
 *     crops.png   a row for each: G's crop, what G makes of it, D's crop of the image, D's map of that, D's map of what G made
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { postProcessKernel } from "@kernelgan/core/internal";
import { compareKernels, PRESETS, readImage, readKernel } from "kernelgan";
import sharp from "sharp";
import { CropFeed, cropSource } from "../../packages/core/dist/gan/crop-feed.js";
import { generatorCropSize } from "../../packages/core/dist/gan/generator.js";
import { initialState } from "../../packages/core/dist/gan/initial-state.js";
import { train } from "../../packages/core/dist/gan/trainer.js";
import { buildTrainingGraph } from "../../packages/core/dist/gan/training-graph.js";
import { openEngine } from "../../packages/core/dist/runtime/device.js";
import { openSession } from "../../packages/core/dist/runtime/session.js";

const SEED = 0;
const SCALE = 2;
/** Pixels left out along the borders, as the method does. */
const SHAVE = 10;
/** More of them at the start, where more happens. */
const RECORDED = [
  1, 5, 10, 20, 30, 40, 50, 60, 80, 100, 120, 140, 160, 180, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800,
  900, 1000, 1200, 1400, 1600, 1800, 2000, 2250, 2500, 2750, 3000,
];

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const settings = PRESETS.release;
const sizes = { scale: SCALE, kernelSize: 13, outputSize: 26, channels: 3 };
const cropSize = generatorCropSize(sizes);
const { outputSize: m, kernelSize: n } = sizes;

const image = await readImage(path("sample/photo.png"));
const truth = await readKernel(path("sample/photo_true_kernel_x2.mat"));
const engine = await openEngine("auto", 2);
const training = buildTrainingGraph(sizes, settings, engine.dialect);
const session = await openSession(engine, training.graph);
const feed = new CropFeed(cropSource(image, sizes, SHAVE), sizes, settings, SEED);

/** What each recorded iteration saw and gave. */
const frames = [];
let done = 0;
const recording = {
  ...session,
  async run(inputs) {
    const results = await session.run(inputs);
    const steps = inputs.real.dims[0];
    for (let i = 0; i < steps; i++) {
      if (!RECORDED.includes(done + i + 1)) continue;
      const part = (tensor) =>
        tensor.data.slice((i * tensor.data.length) / steps, ((i + 1) * tensor.data.length) / steps);
      const kernel = part(results["kernel.out"]);
      frames.push({
        iteration: done + i + 1,
        kernel,
        crop: cropOf(part(inputs.rows)),
        fake: fakeOf(part(inputs.rows), kernel),
        real: part(inputs.real),
        realMap: part(results["realMap.out"]),
        fakeMap: part(results["fakeMap.out"]),
      });
    }
    done += steps;
    return results;
  },
};
const state = initialState(training.layout, settings, SEED);
const { history, rawKernel } = await train(recording, training, settings, state, feed, {});
await session.release();

/** G's crop, [3, 64, 64], from the windows that it is given as: window i holds rows s·i to s·i + n − 1. */
function cropOf(rows) {
  const crop = new Float32Array(3 * cropSize ** 2);
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < m; i++)
      for (let u = 0; u < n; u++) {
        const at = ((c * m + i) * n + u) * cropSize;
        crop.set(rows.subarray(at, at + cropSize), (c * cropSize + SCALE * i + u) * cropSize);
      }
  return crop;
}

/** What G makes of its crop, [3, 26, 26]. */
function fakeOf(rows, kernel) {
  return Float32Array.from({ length: 3 * m * m }, (_, at) => {
    const [window, j] = [Math.floor(at / m), at % m];
    let sum = 0;
    for (let u = 0; u < n; u++)
      for (let t = 0; t < n; t++)
        sum += rows[(window * n + u) * cropSize + SCALE * j + t] * kernel[u * n + t];
    return sum;
  });
}

const mapSize = m - 6;
const width = cropSize + 2 * m + 2 * mapSize;
const sheet = new Uint8ClampedArray(width * frames.length * cropSize * 3);
for (const [row, { crop, fake, real, realMap, fakeMap }] of frames.entries()) {
  let x = 0;
  const place = (side, sample) => {
    for (let c = 0; c < 3; c++)
      for (let i = 0; i < side * side; i++)
        sheet[3 * ((row * cropSize + Math.floor(i / side)) * width + x + (i % side)) + c] =
          255 * sample(c, i);
    x += side;
  };
  const colour = (samples, side) => (c, i) => (samples[c * side * side + i] + 1) / 2;
  place(cropSize, colour(crop, cropSize));
  place(m, colour(fake, m));
  place(m, colour(real, m));
  for (const map of [realMap, fakeMap]) place(mapSize, (_, i) => map[i]);
}

const rounded = (values, digits) => Array.from(values, (value) => Number(value.toFixed(digits)));
const finished = postProcessKernel({ size: n, data: Float64Array.from(rawKernel.data) }, SCALE);
const run = {
  image: "photo.png",
  seed: SEED,
  scale: SCALE,
  size: n,
  cropSize,
  outputSize: m,
  mapSize,
  frames: frames.map(({ iteration, kernel }) => ({ iteration, kernel: rounded(kernel, 4) })),
  // Every tenth.
  losses: Object.fromEntries(
    Object.entries(history).map(([name, values]) => [
      name,
      rounded(
        values.filter((_, i) => i % 10 === 9),
        4,
      ),
    ]),
  ),
  result: rounded(finished.data, 4),
  truth: { size: truth.size, data: rounded(truth.data, 4) },
  correlation: Number(compareKernels(finished, truth, SCALE).correlation.toFixed(3)),
};
mkdirSync(path("public/run"), { recursive: true });
writeFileSync(path("public/run/run.json"), JSON.stringify(run));
await sharp(Buffer.from(sheet.buffer), { raw: { width, height: frames.length * cropSize, channels: 3 } })
  .png({ compressionLevel: 9, effort: 10 })
  .toFile(path("public/run/crops.png"));
