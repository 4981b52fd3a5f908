/** Images with known kernels, whatever the layout of their folder (layouts.ts). */
import type { Kernel, KernelConvention, PlanarImage, UpscaleFactor } from "@kernelgan/core";

export interface KnownSet {
  /** "gauss_x2", "Set5_x3". */
  name: string;
  scale: UpscaleFactor;
  /**
   * Whose data it is. Kernels are aligned here; what is upscaled of a set of FKP's lies s − 1 pixels further to the
   * right and down than the original, and is compared there.
   */
  convention: KernelConvention;
  /** Pixels left out along each side of what is compared. */
  border: number;
  /** Names of the images, in order. */
  images: string[];
  truth(image: string): Promise<Kernel>;
  /** What the authors' release estimated, and its time; undefined where that is not known. */
  release?(image: string): { kernel: Kernel; seconds: number } | undefined;
  low(image: string): Promise<PlanarImage>;
  /** Of the size of the upscaled low-resolution image. */
  high(image: string): Promise<PlanarImage>;
}

/** By how many pixels what is upscaled is moved to the right and down. */
export const shiftOf = ({ convention, scale }: KnownSet): number => (convention === "fkp" ? scale - 1 : 0);
