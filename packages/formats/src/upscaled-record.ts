/** What the command `upscale --json` prints for a picture, and a report of the page holds, names and units alike. */
import type {
  BlurDescription,
  FoundLight,
  FoundWrap,
  RestoreMethod,
  ToneCurve,
  Warning,
} from "@kernelgan/core";

export interface UpscaledRecord {
  image: string;
  scale: number;
  method: RestoreMethod;
  /** "small" or the file of the trained prior, if there was one. */
  prior?: string | undefined;
  /** The larger picture. */
  output: string;
  width: number;
  height: number;
  /** How many frames or pages it has. */
  pages: number;
  /** The method of the estimate, "bicubic" or the kernel's file. */
  kernelOrigin: string;
  /** Rows of the kernel. */
  kernel: number[][];
  /** All files written. */
  files: string[];
  seconds: { estimate: number; upscale: number; all: number };
  /** Standard deviation of the noise in gray levels of 255: assumed by `fast`, or put on the examples of `zssr`. */
  noise: number;
  /** What the blur was taken to have mixed, given or found: linear light, or encoded pixel values. */
  light: FoundLight;
  /** The tone curve of that light, where it is not sRGB's: the light, 0 to 1, of the pixel values 0, 1/64, …, 1. */
  toneCurve?: ToneCurve | undefined;
  /** The axes along which the borders were joined, given or found. */
  wrap: FoundWrap;
  seed: number;
  /** In the kernel, 0 to 1, if that is known: of the estimate, or as the kernel's file says. */
  confidence?: number | undefined;
  /** A safe kernel took the place of one that could not be estimated, or not be trusted. */
  fellBack: boolean;
  /** What an estimated kernel looks like, in pixels of the image; not of a safe one. */
  blur?: BlurDescription | undefined;
  warnings: readonly Warning[];
}
