/** Everything that takes time, off the page's thread. */
import { estimateKernel, imresize, superResolve } from "@kernelgan/core";
import { type Scope, serve } from "../bridge/serve.js";
import type { WorkerTasks } from "../tasks.js";
import { loadEngine } from "./engine.js";
import { openPicture } from "./picture.js";
import { writePixels } from "./pixels.js";
import { PROBE_ITERATIONS, probePicture } from "./probe.js";

serve<WorkerTasks>(self as unknown as Scope, {
  async open(source) {
    const { image, ...facts } = await openPicture(source);
    const { width, height, channels } = image;
    const bitmap = writePixels(image).transferToImageBitmap();
    return { value: { bitmap, width, height, channels, ...facts }, transfer: [bitmap] };
  },

  async estimate({ source, engine, ...options }, { signal, report }) {
    const { image } = await openPicture(source);
    await loadEngine(engine.device, signal, report);
    const value = await estimateKernel(image, {
      method: "kernelgan",
      ...options,
      ...engine,
      signal,
      onProgress: (progress) => report({ stage: "training", ...progress }),
    });
    return { value };
  },

  async upscale({ source, engine, kernels, ...options }, { signal, report }) {
    const { image } = await openPicture(source);
    if (options.method === "zssr") await loadEngine(engine.device, signal, report);
    const { image: larger, ...facts } = await superResolve(image, kernels, {
      ...options,
      ...engine,
      signal,
      onProgress: report,
    });
    const canvas = writePixels(larger);
    const png = await canvas.convertToBlob({ type: "image/png" });
    const result = canvas.transferToImageBitmap();
    const bicubic = writePixels(imresize(image, { scale: options.scale })).transferToImageBitmap();
    return { value: { result, bicubic, png, facts }, transfer: [result, bicubic] };
  },

  async probe(engine, { signal, report }) {
    await loadEngine(engine.device, signal, report);
    const { timing } = await estimateKernel(probePicture(), {
      method: "kernelgan",
      ...engine,
      iterations: PROBE_ITERATIONS,
      maxRestarts: 0,
      signal,
    });
    return { value: timing.msPerIteration };
  },
});
