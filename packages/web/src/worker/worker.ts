/** Everything that takes time, off the page's thread. */
import {
  analyticKernel,
  applicableOptions,
  estimateKernel,
  imresize,
  type Kernel,
  KernelGanError,
  type Scale,
  SUPER_RESOLVE_OPTIONS,
  superResolve,
} from "@kernelgan/core";
import { type Scope, serve } from "../bridge/serve.js";
import type { WorkerTasks } from "../tasks.js";
import { loadEngine } from "./engine.js";
import { paced } from "./paced.js";
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

  async estimate({ source, engine, method, scale, iterations, preset, ...options }, { signal, report }) {
    const { image } = await openPicture(source);
    if (method !== "kernelgan") {
      return { value: await estimateKernel(image, { method, scale: scale === 2 ? 8 : 3 }, { signal }) };
    }
    await loadEngine(engine.device, signal, report);
    const value = await estimateKernel(
      image,
      { method, scale, iterations, preset, ...options, ...engine },
      {
        signal,
        onProgress: paced(engine.threads, (progress) => report({ stage: "training", ...progress })),
      },
    );
    return { value: { ...value, kernels: withLargerScales(value.kernels) } };
  },

  async upscale({ source, engine, kernels, confidence, ...options }, { signal, report }) {
    const { image } = await openPicture(source);
    if (options.method === "zssr") await loadEngine(engine.device, signal, report);
    const { image: larger, ...facts } = await superResolve(
      image,
      kernels,
      { ...applicableOptions(SUPER_RESOLVE_OPTIONS, { ...options, ...engine }), confidence },
      { signal, onProgress: report },
    );
    const canvas = writePixels(larger);
    const png = await canvas.convertToBlob({ type: "image/png" });
    const result = canvas.transferToImageBitmap();
    const bicubic = writePixels(imresize(image, { scale: options.scale })).transferToImageBitmap();
    return { value: { result, bicubic, png, facts }, transfer: [result, bicubic] };
  },

  async probe(engine, { signal, report }) {
    await loadEngine(engine.device, signal, report);
    let value = Number.NaN;
    try {
      await estimateKernel(
        probePicture(),
        { method: "kernelgan", ...engine, iterations: PROBE_ITERATIONS, restarts: 0 },
        {
          signal,
          onProgress: ({ msPerIteration }) => {
            value = msPerIteration;
          },
        },
      );
    } catch (error) {
      // So short a training need not end with a usable kernel.
      if (!(error instanceof KernelGanError && error.code === "training-failed")) throw error;
    }
    return { value };
  },
});

/** With the kernels of ×4 and ×8, which follow from that of ×2. */
function withLargerScales(kernels: Partial<Record<Scale, Kernel>>): Partial<Record<Scale, Kernel>> {
  const { 2: double } = kernels;
  return double ? { 2: double, 4: analyticKernel(double, 4), 8: analyticKernel(double, 8) } : kernels;
}
