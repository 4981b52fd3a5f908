/** What a server does: all methods, the result of each of the right size. */
import assert from "node:assert/strict";
import { estimateKernel, KernelGanError, readImage, superResolve, version, writeImage } from "kernelgan";

assert.match(version, /^\d+\.\d+\.\d+/);
const image = await readImage("photo.png");
const { kernels } = await estimateKernel(image, { scale: 2 });
const { image: larger } = await superResolve(image, kernels, { scale: 2 });
assert.deepEqual([larger.width, larger.height], [2 * image.width, 2 * image.height]);
await writeImage("larger.png", larger, { force: true });
await assert.rejects(readImage("nowhere.png"), KernelGanError);

const options = { method: "kernelgan", scale: 2, iterations: 5, fallback: false };
const { kernel } = await estimateKernel(image, options);
assert.equal(kernel.size, 13);
