/** The tasks that the page gives its worker (worker/worker.ts). */
import type {
  Estimate,
  EstimateMethod,
  EstimateOptions,
  EstimateProgress,
  ImageQuality,
  Kernel,
  Preset,
  Rectangle,
  RestoreKernels,
  RestoreMethod,
  Scale,
  SuperResolveOptions,
  SuperResolveProgress,
  Upscale,
  UpscaleFactor,
  Warning,
  Wrap,
} from "@kernelgan/core";
import type { Task } from "./bridge/messages.js";

/** Where to compute. */
export interface EngineChoice {
  device: "wasm" | "webgpu";
  threads: number;
}

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A file and how much of it to use. */
export interface Source {
  /** Identifies the file among all that a worker is sent: a blob that is sent twice arrives as two objects. */
  id: number;
  blob: Blob;
  /** The part to use, in the picture's EXIF orientation; all of it where absent. */
  part?: Rectangle | undefined;
  /** All of it is scaled down to so many pixels, if it has more. */
  maxPixels?: number | undefined;
}

/** What a picture's values mean: what its file says, or a space of canvases, to which they were converted. */
export type Colours = "own" | PredefinedColorSpace;

/** Gray, gray and alpha, RGB, RGB and alpha. */
export type Channels = 1 | 2 | 3 | 4;

/** How samples lie in memory: row by row, interleaved. */
export interface SampleLayout extends Size {
  channels: Channels;
  /** Bits a sample. */
  depth: 8 | 16;
}

/** A picture without loss, of which any rows can be read without the others. */
export interface StoredPicture extends SampleLayout {
  samples: Blob;
}

/** What to open. */
export interface OpenInput {
  source: Source;
  /** Pixels of the largest canvas. */
  maxDrawn: number;
}

/** The picture that was opened. */
export interface Opened extends Size {
  /** Smaller than the picture where that is too large for a canvas. */
  bitmap: ImageBitmap;
  /** 1 if all pixels are gray. */
  channels: number;
  /** Size of the file's picture, in its EXIF orientation. */
  fullWidth: number;
  fullHeight: number;
  /** Whether parts of it are transparent. */
  hasAlpha: boolean;
  /** Bits a sample. */
  depth: 8 | 16;
  colours: Colours;
  /** Of its colours, where they are not sRGB's. */
  colourName?: string | undefined;
  /** Of the canvas that it is shown on. */
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
  /** Options that do not belong to the method are ignored. */
  options: EstimateOptions & { scale: Scale; method: EstimateMethod };
}

export interface UpscaleInput extends OpenInput {
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

/** An upscaled picture, to show and to make files of. */
export interface Upscaled {
  result: ImageBitmap;
  bicubic: ImageBitmap;
  stored: StoredPicture;
  colours: Colours;
  /** Of the canvases. */
  space: PredefinedColorSpace;
  /** Everything except the picture itself. */
  facts: Omit<Upscale, "image">;
}

/** A picture to enlarge by interpolation alone. */
export interface InterpolateInput extends OpenInput {
  scale: number;
  wrap: Wrap;
}

/** The formats that are written. */
export const FILE_FORMATS = ["png", "jpeg", "webp"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** A result of which a file is to be made. */
export interface EncodeInput {
  stored: StoredPicture;
  colours: Colours;
  /** The picture that it was made of; what else its file says goes into the new one. */
  source: Source;
  /** Less than 1: the mean of the result and of the interpolated picture. */
  strength: number;
  scale: number;
  wrap: Wrap;
  format: FileFormat;
  /** 0 to 1, of JPEG and WebP. */
  quality: number;
}

/** A file, and what it has no place for. */
export interface Encoded {
  file: Blob;
  warnings: Warning[];
}

/** A result to draw. */
export interface DrawInput {
  stored: StoredPicture;
  colours: Colours;
  /** The file that the picture came from. */
  original: Blob;
  maxDrawn: number;
}

/** The tasks of the worker that makes files, which does not wait for computations. */
export interface FileTasks {
  encode: Task<EncodeInput, Encoded>;
  draw: Task<DrawInput, ImageBitmap>;
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
  open: Task<OpenInput, Opened>;
  estimate: Task<EstimateInput, Estimate, EngineProgress | ({ stage: "estimating" } & EstimateProgress)>;
  upscale: Task<UpscaleInput, Upscaled, EngineProgress | SuperResolveProgress>;
  /** The picture, enlarged bicubically. */
  interpolate: Task<InterpolateInput, ImageBitmap>;
  measure: Task<MeasureInput, ImageQuality[]>;
  /** Milliseconds that a training iteration takes. */
  probe: Task<EngineChoice, number, EngineProgress>;
}
