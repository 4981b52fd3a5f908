/** The tasks that the page gives its worker (worker/worker.ts). */
import type {
  Estimate,
  EstimateMethod,
  EstimateOptions,
  EstimateProgress,
  Kernel,
  RestoreMethod,
  SuperResolveOptions,
  SuperResolveProgress,
  Upscale,
  UpscaleFactor,
} from "@kernelgan/core";
import type { Task } from "./bridge/messages.js";

/** Where to compute. */
export interface EngineChoice {
  device: "wasm" | "webgpu";
  threads: number;
}

/** A file and how much of it to use. */
export interface Source {
  /** The page's name for the file: a blob that is sent twice arrives as two. */
  id: number;
  blob: Blob;
  /** The most pixels that are worked on. */
  maxPixels: number;
  /** The most pixels that are decoded at all. */
  maxDecoded: number;
  /** How a larger picture is made to fit: its middle at full size, or all of it scaled down. */
  fit: "middle" | "scaled";
}

/** The picture to work on. */
export interface Opened {
  bitmap: ImageBitmap;
  /** Size of what is worked on. */
  width: number;
  height: number;
  /** 1 if all pixels are gray. */
  channels: number;
  /** Size of the file's picture, upright. */
  fullWidth: number;
  fullHeight: number;
  /** Whether transparent pixels were filled. */
  filled: boolean;
}

/** The engine is being fetched; `bytes` is its size. */
export interface EngineProgress {
  stage: "engine";
  loaded: number;
  bytes: number;
}

export interface EstimateInput {
  source: Source;
  engine: EngineChoice;
  /** For the scale 2 the kernels of 4 and 8 are returned, too. Options that do not belong to the method are ignored. */
  options: EstimateOptions & { scale: 2 | 3; method: EstimateMethod };
}

export interface UpscaleInput {
  source: Source;
  engine: EngineChoice;
  kernels: Partial<Record<number, Kernel>>;
  /** Of the kernels. */
  confidence: number;
  /** Options that do not belong to the method are ignored. */
  options: SuperResolveOptions & { scale: UpscaleFactor; method: RestoreMethod };
}

/** What is shown and what is downloaded of an upscaled picture. */
export interface Upscaled {
  result: ImageBitmap;
  bicubic: ImageBitmap;
  /** The result as a PNG file. */
  png: Blob;
  /** Everything but the picture itself. */
  facts: Omit<Upscale, "image">;
}

/** The worker's tasks. */
export interface WorkerTasks {
  open: Task<Source, Opened>;
  estimate: Task<EstimateInput, Estimate, EngineProgress | ({ stage: "training" } & EstimateProgress)>;
  upscale: Task<UpscaleInput, Upscaled, EngineProgress | SuperResolveProgress>;
  /** Milliseconds that a training iteration takes. */
  probe: Task<EngineChoice, number, EngineProgress>;
}
