/** The tasks that the page gives its worker (worker/worker.ts). */
import type {
  Estimate,
  EstimateMethod,
  EstimateOptions,
  EstimateProgress,
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
  /** Identifies the file: a blob that is sent twice arrives as two objects. */
  id: number;
  blob: Blob;
  /** Largest number of pixels to process; larger pictures are reduced. */
  maxPixels: number;
  /** Larger files are refused. */
  maxDecoded: number;
  /** How a larger picture is made to fit: its middle at full size, or all of it scaled down. */
  fit: "middle" | "scaled";
}

/** The picture that was opened. */
export interface Opened {
  bitmap: ImageBitmap;
  /** Size of what is processed. */
  width: number;
  height: number;
  /** 1 if all pixels are gray. */
  channels: number;
  /** Size of the file's picture, in its EXIF orientation. */
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
  options: EstimateOptions & { scale: 1 | 2 | 3; method: EstimateMethod };
}

export interface UpscaleInput {
  source: Source;
  engine: EngineChoice;
  /** Undefined where nothing can be estimated: the picture is then enlarged in the usual way. */
  estimate: Estimate | undefined;
  /** Options that do not belong to the method are ignored. */
  options: SuperResolveOptions & { scale: UpscaleFactor; method: RestoreMethod };
}

/** An upscaled picture, to show and to download. */
export interface Upscaled {
  result: ImageBitmap;
  bicubic: ImageBitmap;
  /** The result as a PNG file. */
  png: Blob;
  /** Everything except the picture itself. */
  facts: Omit<Upscale, "image">;
}

/** The worker's tasks. */
export interface WorkerTasks {
  open: Task<Source, Opened>;
  estimate: Task<EstimateInput, Estimate, EngineProgress | ({ stage: "estimating" } & EstimateProgress)>;
  upscale: Task<UpscaleInput, Upscaled, EngineProgress | SuperResolveProgress>;
  /** Milliseconds that a training iteration takes. */
  probe: Task<EngineChoice, number, EngineProgress>;
}
