/** The tasks that the page gives its worker (worker/worker.ts). */
import type {
  Estimate,
  EstimateMethod,
  EstimateOptions,
  EstimateProgress,
  ImageQuality,
  Kernel,
  Preset,
  RestoreKernels,
  RestoreMethod,
  SuperResolveOptions,
  SuperResolveProgress,
  Upscale,
  UpscaleFactor,
  Wrap,
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
  /** Whether parts of it are transparent. */
  hasAlpha: boolean;
  /** Display P3 if it has colours that sRGB has not. */
  space: PredefinedColorSpace;
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
  /** Without an estimate or a kernel the picture is enlarged in the usual way. */
  estimate?: Estimate | undefined;
  /** In place of an estimate: the kernel from the visitor's file, or kernels by factor where it says its own. */
  given?: { name: string; kernels: RestoreKernels } | undefined;
  /** In place of an estimate: what a training that was stopped had found, for its factor. */
  kernelSoFar?: { raw: Kernel; scale: 2 | 3; preset: Preset } | undefined;
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

/** A picture to enlarge by interpolation alone. */
export interface InterpolateInput {
  source: Source;
  scale: number;
  wrap: Wrap;
}

/** Pictures to measure against their original. */
export interface MeasureInput {
  /** All of one size. */
  pictures: ImageBitmap[];
  /** The original's file. */
  original: Blob;
  /** That they were enlarged by. */
  scale: number;
  space: PredefinedColorSpace;
}

/** The worker's tasks. */
export interface WorkerTasks {
  open: Task<Source, Opened>;
  estimate: Task<EstimateInput, Estimate, EngineProgress | ({ stage: "estimating" } & EstimateProgress)>;
  upscale: Task<UpscaleInput, Upscaled, EngineProgress | SuperResolveProgress>;
  /** The picture, enlarged bicubically. */
  interpolate: Task<InterpolateInput, ImageBitmap>;
  measure: Task<MeasureInput, ImageQuality[]>;
  /** Milliseconds that a training iteration takes. */
  probe: Task<EngineChoice, number, EngineProgress>;
}
