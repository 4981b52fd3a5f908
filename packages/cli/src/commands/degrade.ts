/** `kernelgan degrade IMAGE…`: makes test cases, see tasks/degrade-image.ts. */
import { dirname, join } from "node:path";
import { type FoundLight, kernelRows, type ToneCurve, type Warning } from "@kernelgan/core";
import { FOUND_LIGHTS, throwIfAborted } from "@kernelgan/core/internal";
import { defineCommand } from "../command-line/command.js";
import { OUTPUT_FLAGS } from "../command-line/common-flags.js";
import {
  type FlagTable,
  type GivenFlags,
  parseFlags,
  type ResolvedFlags,
  resolveFlags,
} from "../command-line/flags.js";
import { warningInCommandWords } from "../errors/command-words.js";
import { inFile } from "../errors/in-file.js";
import { shownPath } from "../errors/shown-path.js";
import { UsageError } from "../errors/usage-error.js";
import { checkFolderWritable, writeFiles } from "../files/atomic-write.js";
import { isFolder } from "../files/look.js";
import { imageName } from "../files/output-names.js";
import { EXTENSIONS_TEXT } from "../image-files/formats.js";
import type { DegradeInput } from "../tasks/degrade-image.js";
import { forEachImage, type Plan } from "../tasks/each-image.js";
import { findImages } from "../tasks/find-images.js";
import { checkGivenPath, outputPlace } from "../tasks/output-place.js";
import { InputFiles, outputChecker } from "../tasks/outputs.js";
import { checkNoStream } from "../tasks/standard-input.js";
import {
  CONVENTION_OPTION,
  FORMATS_OPTION,
  READ_KERNEL_OPTIONS,
  READ_OPTIONS,
  STRIP_OPTION,
} from "../tasks/task-options.js";
import { printUnread } from "../tasks/unread-pictures.js";
import { type CommandIo, printWarning } from "../terminal/command-io.js";
import { writeLines } from "../terminal/text.js";

const FLAGS = {
  kernel: { type: "text", placeholder: "file", help: "kernel to use: .mat, .npy, .json or .png" },
  random: {
    type: "boolean",
    default: false,
    excludes: "kernel",
    help: "draw a kernel for each image, as in DIV2KRK",
  },
  scale: { type: "integer", min: 1, max: 16, default: 2, help: "downscaling factor" },
  out: {
    type: "text",
    placeholder: "dir|file",
    required: true,
    help: `folder (the images become DIR/NAME.png), or for one image the file: ${EXTENSIONS_TEXT}`,
  },
  light: {
    type: "choice",
    values: FOUND_LIGHTS,
    defaultText: "what the kernel file says, or encoded",
    help: "what the blur mixes: encoded pixel values, as most programs do, or linear light, as a camera does",
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
  ...STRIP_OPTION,
  formats: { ...FORMATS_OPTION, default: ["mat"] },
  kernelConvention: CONVENTION_OPTION,
  ...READ_OPTIONS,
  ...READ_KERNEL_OPTIONS,
  ...OUTPUT_FLAGS,
} as const satisfies FlagTable;

type DegradeFlags = ResolvedFlags<typeof FLAGS>;

/** What `--json` prints for an image, in an array with one entry per image, in their order. */
export interface DegradeRecord {
  image: string;
  scale: number;
  kernel: number[][];
  /** What the blur mixed: linear light, or encoded pixel values. */
  light: FoundLight;
  /** The tone curve of that light, where the kernel file has one: the light of the pixel values 0, 1/64, …, 1. */
  toneCurve?: ToneCurve | undefined;
  /** The files written. */
  files: string[];
  width: number;
  height: number;
  noise: number;
  jpeg: number | null;
  seed: number;
  warnings: Warning[];
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
    if (flags.random && flags.scale === 1) throw new UsageError("--random needs a --scale of at least 2");
    return resolveFlags(FLAGS, flags);
  },
  async run({ inputs }, flags, io) {
    checkNoStream("degrade", [...inputs, flags.out]);
    if (flags.kernel) checkGivenPath("kernel", flags.kernel, "give a kernel file, or --random");
    const plans =
      outputPlace(flags.out) === "folder"
        ? await intoFolder(inputs, flags.out, io)
        : await intoFile(inputs, flags.out);
    if (flags.kernel) {
      const { degradingKernel } = await import("../tasks/degrade-image.js");
      await degradingKernel(flags.kernel, flags);
    }
    const checked = await checkOutputs(plans, flags);
    return forEachImage(checked, (work) => degradeOne(work, flags, io), flags.json, io);
  },
});

async function intoFile(inputs: readonly string[], out: string): Promise<Plan<DegradeInput>[]> {
  const [image, ...others] = inputs;
  if (image === undefined || others.length > 0) {
    throw new UsageError(`--out ${out} is one file for ${inputs.length} images; give a folder`);
  }
  if (isFolder(image))
    throw new UsageError(`--out ${out} is one file for the folder ${image}; give a folder`);
  await checkFolderWritable(dirname(out));
  return [{ image, stem: imageName(image), output: out }];
}

async function intoFolder(
  inputs: readonly string[],
  out: string,
  { stderr }: CommandIo,
): Promise<Plan<DegradeInput>[]> {
  const { images, problems, unread } = await findImages(inputs, out);
  await checkFolderWritable(out);
  printUnread(unread, stderr);
  const works = images.map(({ path, stem }) => ({
    image: shownPath(path),
    stem,
    output: join(out, `${stem}.png`),
  }));
  return [...problems, ...works];
}

/** What would replace a file that is there, or that is read, fails before any work. */
async function checkOutputs(
  plans: readonly Plan<DegradeInput>[],
  { scale, formats, force, kernel }: DegradeFlags,
): Promise<Plan<DegradeInput>[]> {
  const { degradeOutputs } = await import("../tasks/degrade-image.js");
  const check = outputChecker(force, new InputFiles([...plans.map(({ image }) => image), kernel]));
  return Promise.all(
    plans.map(async (plan) => {
      if ("error" in plan) return plan;
      const { image, output } = plan;
      try {
        const { kernels } = degradeOutputs(output, scale, formats);
        await inFile(image, () => check(image, [output, ...kernels.map(({ path }) => path)]));
        return plan;
      } catch (error) {
        return { image, error };
      }
    }),
  );
}

async function degradeOne(work: DegradeInput, flags: DegradeFlags, io: CommandIo): Promise<DegradeRecord> {
  const { degradeImage } = await import("../tasks/degrade-image.js");
  const { image } = work;
  const warnings: Warning[] = [];
  const { kernel, light, toneCurve, high, low, files } = await degradeImage(work, flags, (warning) => {
    warnings.push(warningInCommandWords(warning));
    printWarning(io.stderr, image, warning);
  });
  throwIfAborted(io.signal);
  await writeFiles(files, { force: flags.force });
  const written = files.map(({ path }) => path);
  if (!flags.quiet) {
    const sizes = `${high.width}×${high.height} → ${low.width}×${low.height}`;
    writeLines(io.stderr, `${image}: ${sizes}, ${written.join(", ")}`);
  }
  const { scale, noise, jpeg = null, seed } = flags;
  return {
    image,
    scale,
    kernel: kernelRows(kernel),
    light,
    toneCurve,
    files: written,
    width: low.width,
    height: low.height,
    noise,
    jpeg,
    seed,
    warnings,
  };
}
