/** TEMPORARY: stands in for the estimate that @kernelgan/core does not have yet. */
import {
  analyticKernel,
  type Kernel,
  KernelGanError,
  type PlanarImage,
  random,
  randomKernel,
} from "@kernelgan/core";

export type Device = "auto" | "cpu" | "wasm" | "webgpu" | "cuda" | "dml" | "coreml";
export interface EstimateOptions {
  scale?: 2 | 3 | 4 | 8;
  preset?: "paper" | "release";
  seed?: number;
  device?: Device;
  threads?: number;
  iterations?: number;
  kernelSize?: number;
  real?: boolean;
  maxRestarts?: number;
  signal?: AbortSignal;
  onProgress?: (p: EstimateProgress) => void;
}
export interface EstimateProgress {
  run: number;
  iteration: number;
  iterations: number;
  losses: { generator: number; discriminator: number; bicubic: number; [k: string]: number };
  kernel: Kernel;
  msPerIteration: number;
  secondsLeft: number;
}
export interface Estimate {
  scale: number;
  kernel: Kernel;
  kernels: Partial<Record<2 | 3 | 4 | 8, Kernel>>;
  rawKernel: Kernel;
  history: Record<string, number[]>;
  seed: number;
  restarts: number;
  warnings: string[];
  timing: { seconds: number; iterations: number; msPerIteration: number; device: string; threads: number };
}
export async function estimateKernel(image: PlanarImage, o: EstimateOptions): Promise<Estimate> {
  const { scale = 2, seed = 0, iterations = 3000, device = "auto" } = o;
  if (!["auto", "cpu", "wasm"].includes(device))
    throw new KernelGanError(
      "device-unavailable",
      `the device ${device} does not work here; these do: cpu, wasm`,
    );
  if (Math.min(image.width, image.height) < 32)
    throw new KernelGanError(
      "image-too-small",
      `${image.width}×${image.height} is too small: 32×32 is the least`,
    );
  if (image.data.every((v) => v === image.data[0]))
    throw new KernelGanError("image-flat", "the image is flat");
  const k = randomKernel(random(seed), { scale: scale === 3 ? 3 : 2, size: 13 });
  const t = performance.now();
  for (let i = 0; i < iterations; i += 10) {
    if (o.signal?.aborted) throw new KernelGanError("aborted", "stopped");
    await new Promise((r) => setTimeout(r, 20));
    o.onProgress?.({
      run: 0,
      iteration: i,
      iterations,
      losses: { generator: 0.5, discriminator: 0.5, bicubic: 0.1 },
      kernel: k,
      msPerIteration: 2,
      secondsLeft: (iterations - i) * 0.002,
    });
  }
  const k4 = analyticKernel(k, 4);
  const kernels = scale === 3 ? { 3: k } : { 2: k, 4: k4, 8: analyticKernel(k, 8) };
  const seconds = (performance.now() - t) / 1000;
  return {
    scale,
    kernel: kernels[scale as 2] as Kernel,
    kernels,
    rawKernel: k,
    history: { generator: new Array(iterations).fill(0.5), discriminator: new Array(iterations).fill(0.5) },
    seed,
    restarts: 0,
    warnings: [],
    timing: { seconds, iterations, msPerIteration: (1000 * seconds) / iterations, device: "cpu", threads: 2 },
  };
}
