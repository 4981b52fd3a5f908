/** `kernelgan degrade IMAGE…`: makes test cases, see tasks/degrade-image.ts. */
import { statSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { KernelGanError, kernelRows } from "@kernelgan/core";
import { throwIfAborted } from "@kernelgan/core/internal";
import { defineCommand } from "../command-line/command.js";
import { OUTPUT_FLAGS } from "../command-line/common-flags.js";
import {
  type FlagTable,
  type GivenFlags,
  parseFlags,
  type ResolvedFlags,
  resolveFlags,
} from "../command-line/flags.js";
import { UsageError } from "../errors/usage-error.js";
import { checkFolderWritable, writeFiles } from "../files/atomic-write.js";
import { imageName } from "../files/output-names.js";
import { checkImageExtension, EXTENSIONS_TEXT } from "../image-files/formats.js";
import type { DegradeInput } from "../tasks/degrade-image.js";
import { forEachImage } from "../tasks/each-image.js";
import { findImages } from "../tasks/find-images.js";
import { FORMATS_OPTION, READ_OPTIONS } from "../tasks/task-options.js";
import type { CommandIo } from "../terminal/command-io.js";

const FLAGS = {
  kernel: { type: "text", placeholder: "file", help: "kernel to use: .mat, .npy, .json or .png" },
  random: {
    type: "boolean",
    default: false,
    excludes: "kernel",
    help: "draw a kernel for each image, as in DIV2KRK",
  },
  scale: { type: "integer", min: 1, default: 2, help: "downscaling factor" },
  out: {
    type: "text",
    placeholder: "dir|file",
    required: true,
    help: `folder (the images become DIR/NAME.png), or for one image the file: ${EXTENSIONS_TEXT}`,
  },
  noise: {
    type: "number",
    min: 0,
    default: 0,
    unit: "gray levels of 255",
    help: "standard deviation of the noise",
  },
  jpeg: {
    type: "integer",
    min: 1,
    max: 100,
    help: "compress as JPEG of this quality; decompressed again if FILE is none",
  },
  seed: {
    type: "integer",
    min: 0,
    max: 2 ** 32 - 1,
    default: 0,
    help: "start of all random numbers; each image has its own, by its name",
  },
  formats: { ...FORMATS_OPTION, default: ["mat"] },
  ...READ_OPTIONS,
  ...OUTPUT_FLAGS,
} as const satisfies FlagTable;

type DegradeFlags = ResolvedFlags<typeof FLAGS>;

/** What `--json` prints for an image, in an array with one entry per image, in their order. */
export interface DegradeRecord {
  image: string;
  scale: number;
  kernel: number[][];
  /** The files written. */
  files: string[];
  width: number;
  height: number;
  noise: number;
  jpeg: number | null;
  seed: number;
}

export const degradeCommand = defineCommand({
  arguments: {
    inputs: {
      placeholder: "image",
      several: true,
      help: "high-resolution images, folders or globs; images are cut to a multiple of the scale",
    },
  },
  flags: FLAGS,
  parse(given: GivenFlags): DegradeFlags {
    const flags = parseFlags(FLAGS, given);
    if (!flags.kernel && !flags.random) throw new UsageError("give --kernel FILE or --random");
    return resolveFlags(FLAGS, flags);
  },
  async run({ inputs }, flags, io) {
    const works = namesFolder(flags.out)
      ? await intoFolder(inputs, flags.out)
      : await intoFile(inputs, flags.out);
    if (flags.kernel) {
      const { readKernel } = await import("../kernel-files/formats.js");
      await readKernel(flags.kernel);
    }
    return forEachImage(works, (work) => degradeOne(work, flags, io), flags.json, io);
  },
});

/** A folder has no extension, or is there already. */
function namesFolder(path: string): boolean {
  return extname(path) === "" || (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

async function intoFile(inputs: readonly string[], out: string): Promise<DegradeInput[]> {
  checkImageExtension(out);
  const [image, ...others] = inputs;
  if (image === undefined || others.length > 0) {
    throw new KernelGanError(
      "invalid-argument",
      `--out ${out} is one file for ${inputs.length} images; give a folder`,
    );
  }
  await checkFolderWritable(dirname(out));
  return [{ image, stem: imageName(image), output: out }];
}

async function intoFolder(inputs: readonly string[], out: string): Promise<DegradeInput[]> {
  const images = await findImages(inputs, out);
  await checkFolderWritable(out);
  return images.map(({ path, stem }) => ({ image: path, stem, output: join(out, `${stem}.png`) }));
}

async function degradeOne(work: DegradeInput, flags: DegradeFlags, io: CommandIo): Promise<DegradeRecord> {
  const { degradeImage } = await import("../tasks/degrade-image.js");
  const { image } = work;
  const { kernel, high, low, files } = await degradeImage(work, flags, (message) => {
    io.stderr.write(`kernelgan: warning: ${image}: ${message}\n`);
  });
  throwIfAborted(io.signal);
  await writeFiles(files, { force: flags.force });
  const written = files.map(({ path }) => path);
  if (!flags.quiet) {
    const sizes = `${high.width}×${high.height} → ${low.width}×${low.height}`;
    io.stderr.write(`${image}: ${sizes}, ${written.join(", ")}\n`);
  }
  const { scale, noise, jpeg = null, seed } = flags;
  return {
    image,
    scale,
    kernel: kernelRows(kernel),
    files: written,
    width: low.width,
    height: low.height,
    noise,
    jpeg,
    seed,
  };
}
