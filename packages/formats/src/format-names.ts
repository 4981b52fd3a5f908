/** The names of the kernel file formats. */

/** The formats, in the order in which they are written and listed. */
export const kernelFormats = ["mat", "npy", "json", "png"] as const;

/** mat: MATLAB v5; npy: NumPy; json: with options, seed, losses; png: a picture (that can be read back). */
export type KernelFormat = (typeof kernelFormats)[number];
