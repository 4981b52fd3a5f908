/** All computations, off the page's thread. */
import {
  ESTIMATE_OPTIONS,
  estimateKernel,
  KernelGanError,
  type PlanarImage,
  PRESETS,
  type RestoreKernels,
  SUPER_RESOLVE_OPTIONS,
  upscaleImage,
  type Warning,
} from "@kernelgan/core";
import {
  applicableOptions,
  applies,
  postProcessKernel,
  warmUpFast,
  withLargerScales,
} from "@kernelgan/core/internal";
import { type Scope, serve } from "../bridge/serve.js";
import { drawnSize } from "../sizes.js";
import type { UpscaleInput, WorkerTasks } from "../tasks.js";
import { isAnimation } from "./animation.js";
import { loadEngine } from "./engine.js";
import { EnlargingProgress } from "./enlarging-progress.js";
import { measure } from "./measure.js";
import { paced } from "./paced.js";
import { openPicture } from "./picture.js";
import { channelsOf, drawEnlarged, drawPicture, enlargedRows, planesOf, RowCanvas } from "./pixels.js";
import { PROBE_ITERATIONS, probePicture } from "./probe.js";
import { SampleStore } from "./sample-store.js";

/** What is said of an animation. */
const FIRST_PICTURE: Warning = {
  code: "first-page",
  message:
    "the file is an animation: its first picture alone is enlarged; the kernelgan command enlarges all of them",
};

// While the visitor chooses a picture. What fails here fails again where it is used.
const untilPicture = new AbortController();
warmUpFast(untilPicture.signal).catch(() => {});

serve<WorkerTasks>(self as unknown as Scope, {
  async open({ source, maxDrawn }) {
    untilPicture.abort();
    const picture = await openPicture(source);
    const { fullWidth, fullHeight, depth, colours, meaning } = picture;
    const { width, height, channels } = picture.image;
    const bitmap = (await drawPicture(picture, maxDrawn)).transferToImageBitmap();
    const hasAlpha = picture.alpha !== undefined;
    const { space, chunks } = meaning;
    const colourName = chunks ? "own colour profile" : space === "display-p3" ? "Display P3" : undefined;
    return {
      value: {
        bitmap,
        width,
        height,
        channels,
        fullWidth,
        fullHeight,
        hasAlpha,
        depth,
        colours,
        colourName,
        space,
      },
      transfer: [bitmap],
    };
  },

  async estimate({ source, engine, options }, { signal, report }) {
    const { image, alpha } = await openPicture(source);
    if (!applies(ESTIMATE_OPTIONS.device, { method: options.method })) {
      return {
        value: await estimateKernel(
          image,
          { ...applicableOptions(ESTIMATE_OPTIONS, options), alpha },
          {
            signal,
            onProgress: (progress) => report({ stage: "estimating", ...progress }),
          },
        ),
      };
    }
    await loadEngine(engine.device, signal, report);
    const value = await estimateKernel(
      image,
      { ...applicableOptions(ESTIMATE_OPTIONS, { ...options, ...engine }), alpha },
      {
        signal,
        onProgress: paced(engine.threads, (progress) => report({ stage: "estimating", ...progress })),
      },
    );
    return { value };
  },

  async upscale({ source, maxDrawn, engine, estimate, given, kernelSoFar, options }, { signal, report }) {
    const picture = await openPicture(source);
    const { image, alpha } = picture;
    const usesEngine = applies(SUPER_RESOLVE_OPTIONS.device, { method: options.method });
    if (usesEngine) await loadEngine(engine.device, signal, report);
    const { scale, wrap } = options;
    // Results are drawn and stored strip by strip: as floats they would take four times the memory.
    const enlarged = enlargedRows(picture, { scale }, wrap);
    const channels = channelsOf(picture);
    const store = new SampleStore({
      width: enlarged.width,
      height: enlarged.height,
      channels,
      depth: picture.depth,
    });
    const screen = new RowCanvas(enlarged, channels, picture.meaning, maxDrawn);
    const take = (image: PlanarImage, top: number, alpha?: PlanarImage): void => {
      const rows = { image, alpha };
      store.add(rows);
      screen.add(planesOf(rows), top);
    };
    const drawn = drawnSize(enlarged, maxDrawn);
    const progress = new EnlargingProgress(drawn.width * drawn.height, report);
    const { image: _, ...facts } = await upscaleImage(
      image,
      {
        // Without an engine all processors help: the threads chosen are those of the engine.
        // Less than all of it the page makes of this and the interpolated picture.
        ...applicableOptions(SUPER_RESOLVE_OPTIONS, { ...options, strength: 1, ...(usesEngine && engine) }),
        ...(given
          ? { kernel: given.name, kernels: given.kernels }
          : estimate
            ? { estimate }
            : (kernelSoFar && usable(kernelSoFar)) || { kernel: "bicubic" }),
        alpha,
      },
      { signal, onRestoreProgress: (restored) => progress.restored(restored), onRows: take },
    );
    const result = (await screen.finish()).transferToImageBitmap();
    const bicubic = (
      await drawEnlarged(picture, scale, wrap, maxDrawn, (part) => progress.drawn(part))
    ).transferToImageBitmap();
    const { colours, meaning } = picture;
    const warnings = (await isAnimation(source.blob)) ? [...facts.warnings, FIRST_PICTURE] : facts.warnings;
    const value = {
      result,
      bicubic,
      stored: store.finish(),
      colours,
      space: meaning.space,
      facts: { ...facts, warnings },
    };
    return { value, transfer: [result, bicubic] };
  },

  async interpolate({ source, maxDrawn, scale, wrap }) {
    const canvas = await drawEnlarged(await openPicture(source), scale, wrap, maxDrawn);
    const bitmap = canvas.transferToImageBitmap();
    return { value: bitmap, transfer: [bitmap] };
  },

  async measure(input) {
    return { value: await measure(input) };
  },

  async probe(engine, { signal, report }) {
    await loadEngine(engine.device, signal, report);
    let value = Number.NaN;
    try {
      await estimateKernel(
        probePicture(),
        { method: "kernelgan", ...engine, iterations: PROBE_ITERATIONS, runs: 1, restarts: 0 },
        {
          signal,
          onProgress: ({ training }) => {
            value = training?.msPerIteration ?? value;
          },
        },
      );
    } catch (error) {
      // Such a short training may end without a usable kernel.
      if (!(error instanceof KernelGanError && error.code === "training-failed")) throw error;
    }
    return { value };
  },
});

/** The kernel of a training that was stopped, as if it had ended there; undefined if nothing of it can be used. */
function usable({
  raw,
  scale,
  preset,
}: NonNullable<UpscaleInput["kernelSoFar"]>): { kernels: RestoreKernels } | undefined {
  const { postProcessCount: rank, postProcessFraction: fraction } = PRESETS[preset];
  const trained = postProcessKernel(raw, scale, { rank, fraction });
  return trained && { kernels: withLargerScales({ [scale]: trained }) as RestoreKernels };
}
