/** The commands of the program. The module of one is loaded when it is run, or its help is asked for. */
import type { CommandEntry } from "../command-line/program.js";

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "upscale",
    description: "Blind super-resolution: estimate each image's kernel, upscale the image for it.",
    load: async () => (await import("./upscale.js")).upscaleCommand,
  },
  {
    name: "estimate",
    description:
      "Estimate the kernel of each image and write it to DIR/NAME_kernel_xSCALE.FORMAT. " +
      "×4 writes the ×2 kernel too, ×8 both.",
    load: async () => (await import("./estimate.js")).estimateCommand,
  },
  {
    name: "batch",
    description:
      "Estimate or upscale many images, in several processes. A second start continues where the first was stopped.",
    load: async () => (await import("./batch.js")).batchCommand,
  },
  {
    name: "degrade",
    description:
      "Make test cases: blur images with a kernel, downscale them, and write the kernels beside them.",
    load: async () => (await import("./degrade.js")).degradeCommand,
  },
  {
    name: "compare-kernels",
    description: "Print how two kernels agree, both centred first.",
    load: async () => (await import("./compare-kernels.js")).compareKernelsCommand,
  },
  {
    name: "evaluate",
    description: "Print PSNR and SSIM of super-resolved images against the originals, on Y (BT.601) and RGB.",
    load: async () => (await import("./evaluate.js")).evaluateCommand,
  },
  {
    name: "worker",
    description:
      "Take jobs from a queue that `kernelgan batch --queue` fills, on any machine, until stopped.",
    load: async () => (await import("./worker.js")).workerCommand,
  },
  {
    name: "doctor",
    description: "Print versions, and what works here: image decoding, engines, devices, threads.",
    load: async () => (await import("./doctor.js")).doctorCommand,
  },
  {
    name: "completion",
    description: "Print the script that lets a shell complete commands, options and their values.",
    load: async () => (await import("./completion.js")).completionCommand(COMMANDS),
  },
];
