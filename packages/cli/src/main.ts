/**
 * The program: what commands and options there are, and how it ends.
 *
 * Exit codes: 0 done; 1 something failed, said in one line on stderr; 2 wrong usage; 130 and 143 stopped by Ctrl-C
 * (SIGINT) and by SIGTERM. Stopping leaves no partial and no temporary file.
 */
import { DEVICES, ESTIMATE_METHODS, PRESETS } from "@kernelgan/core";
import { Command, CommanderError, Option } from "commander";
import { BATCH_TASKS, PICTURE_FORMATS } from "./batch/names.js";
import { withQueuePackage } from "./batch/queue-package.js";
import { formatList, numberFrom, seedList, wholeNumber } from "./commands/arguments.js";
import { removeTemporaryFiles } from "./files/atomic-write.js";
import { type CommandIo, printError } from "./terminal/command-io.js";
import { version } from "./version.js";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** How long the work under way has to unwind after a signal, in milliseconds, unless it asks for more. */
const SHUTDOWN_MS = 500;

/**
 * Runs the program.
 *
 * @param args The arguments, without node and script.
 * @returns The exit code.
 */
export async function main(args: string[]): Promise<number> {
  const stopped = new AbortController();
  let stopCode: number | undefined;
  let shutdownMs = SHUTDOWN_MS;
  for (const [signal, code] of Object.entries(EXIT_SIGNALS)) {
    process.on(signal, () => {
      removeTemporaryFiles();
      if (stopCode !== undefined) process.exit(code);
      stopCode = code;
      stopped.abort();
      setTimeout(() => {
        removeTemporaryFiles();
        process.exit(code);
      }, shutdownMs).unref();
    });
  }
  // Whoever reads our output may have seen enough, as in `kernelgan … | head`.
  process.stdout.on("error", () => process.exit(EXIT_FAILED));
  const code = await run(args, {
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stopped.signal,
    allowShutdown: (milliseconds) => {
      shutdownMs = milliseconds;
    },
  });
  removeTemporaryFiles();
  return stopCode ?? code;
}

async function run(args: string[], io: CommandIo): Promise<number> {
  let code = 0;
  const program = buildProgram(io, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    if (!io.signal.aborted) printError(io.stderr, error);
    return EXIT_FAILED;
  }
}

function buildProgram(io: CommandIo, setCode: (code: number) => void): Command {
  const program = new Command("kernelgan")
    .description("Blind super-resolution from one image: finds its blur kernel (KernelGAN), upscales for it.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(usageLine(text)),
    });
  // Sub-commands take over exitOverride and configureOutput. Their modules load when one runs: sharp and the runtime
  // take a third of a second.
  addUpscale(program, io, setCode);
  addEstimate(program, io, setCode);
  addBatch(program, io, setCode);
  addDegrade(program, io, setCode);
  addCompareKernels(program, io);
  addEvaluate(program, io, setCode);
  addWorker(program, io, setCode);
  return program;
}

function addUpscale(program: Command, io: CommandIo, setCode: (code: number) => void): void {
  program
    .command("upscale")
    .description("Blind super-resolution: estimate each image's kernel, upscale the image for it.")
    .argument("<image...>", "images: PNG, JPEG, WebP, TIFF, AVIF")
    .addOption(scaleOption("factor: 2, 3 or 4"))
    .addOption(
      new Option("--method <name>", "fast: seconds; zssr: a network trained on the image, minutes")
        .choices(["fast", "zssr"])
        .default("fast"),
    )
    .option(
      "--kernel <how|file>",
      'how to estimate the kernel: auto, spectral or kernelgan; or "bicubic", or a file: .mat, .npy, .json, .png',
      "auto",
    )
    .option("--no-fallback", "keep the estimated kernel even where it is unlikely to beat the bicubic one")
    .option("--exact-kernel", "the kernel given is the true one, not an estimate: trust it to the last digit")
    .option("--real", "a photograph as it came from a camera, not a downscaled one")
    .option(
      "--out <dir|file>",
      "folder (the images become DIR/<name>_x<scale>.png), or file for one image",
      "upscaled",
    )
    .option("--report", "write DIR/<name>_x<scale>.html as well: a page to compare and to look things up")
    .addOption(seedOption())
    .option(
      "--noise <sigma>",
      "fast: σ of what image and kernel get wrong, in gray levels of 255 (default: measured, and by the confidence)",
      numberFrom(0),
    )
    .option(
      "--noise-scale <f>",
      "zssr with --real: multiplies the noise trained with (default: 1)",
      numberFrom(0),
    )
    .option("--zssr-iterations <n>", "zssr: most training iterations (default: 600)", wholeNumber(1))
    .addOption(
      new Option("--preset <name>", "constants of --kernel kernelgan (default: paper)").choices(
        Object.keys(PRESETS),
      ),
    )
    .option("--iterations <n>", "training iterations of --kernel kernelgan (default: 3000)", wholeNumber(1))
    .option("--device <name>", `${DEVICES.join(", ")} (default: auto)`)
    .option("--threads <n>", "threads to compute with (default: 2)", wholeNumber(1, 1024))
    .option(
      "--quality <n>",
      "of JPEG, WebP and AVIF (default: JPEG 95, the others lossless)",
      wholeNumber(1, 100),
    )
    .addOption(formatsOption(""))
    .addOption(maxPixelsOption())
    .option("--json", "print one JSON document on stdout: an array with a record for each image")
    .option("--quiet", "print only errors and warnings")
    .option("--force", "replace files that exist")
    .action(async (images, flags) => {
      const { upscaleCommand } = await import("./commands/upscale.js");
      setCode(await upscaleCommand(images, flags, io));
    });
}

function addEstimate(program: Command, io: CommandIo, setCode: (code: number) => void): void {
  program
    .command("estimate")
    .description("Estimate the kernel of each image and write it to DIR/<name>_kernel_x<scale>.<format>.")
    .argument("<image...>", "images: PNG, JPEG, WebP, TIFF, AVIF")
    .addOption(scaleOption("downscaling factor: 2, 3, 4 or 8 (4 writes the x2 kernel too, 8 both)"))
    .option("--out <dir>", "folder for the kernels", "kernels")
    .addOption(seedOption())
    .addOption(
      new Option(
        "--method <name>",
        "auto: the most accurate; spectral: closed form; kernelgan: the published GAN",
      )
        .choices(ESTIMATE_METHODS)
        .default("auto"),
    )
    .option("--no-fallback", "auto: keep the kernel even where it is unlikely to beat the bicubic one")
    .addOption(
      new Option("--preset <name>", "kernelgan: its constants (default: paper)").choices(
        Object.keys(PRESETS),
      ),
    )
    .option("--iterations <n>", "kernelgan: training iterations (default: 3000)", wholeNumber(1))
    .option("--device <name>", `${DEVICES.join(", ")} (default: auto)`)
    .option("--threads <n>", "threads to compute with (default: 2; more do not help)", wholeNumber(1, 1024))
    .option(
      "--kernel-size <n>",
      "kernelgan: side of the ×2 or ×3 kernel, odd, 9 to 21 (default: 13)",
      wholeNumber(1),
    )
    .option(
      "--restarts <n>",
      "kernelgan: how often a run that went wrong may start again from the next seed (default: 3)",
      wholeNumber(0),
    )
    .option("--real", "a photograph as it came from a camera, not a downscaled one: keep its borders")
    .option("--gray", "estimate from the luma alone")
    .addOption(formatsOption("mat,npy,json,png"))
    .addOption(maxPixelsOption())
    .option("--json", "print one JSON document on stdout: an array with a record for each image")
    .option("--quiet", "print only errors and warnings")
    .option("--force", "replace files that exist")
    .action(async (images, flags) => {
      const { estimateCommand } = await import("./commands/estimate.js");
      setCode(await estimateCommand(images, flags, io));
    });
}

function addBatch(program: Command, io: CommandIo, setCode: (code: number) => void): void {
  program
    .command("batch")
    .description(
      "The same for many images, in several processes. A second start goes on where the first one was stopped.",
    )
    .argument("[input...]", "folders (with all below them), globs or images")
    .option("--list <file>", 'file that names more inputs, one a line; "-": standard input')
    .requiredOption(
      "--out <dir>",
      "folder for the results, laid out as the inputs are, and DIR/manifest.jsonl",
    )
    .addOption(
      new Option("--task <name>", "what to do with each image").choices(BATCH_TASKS).default("estimate"),
    )
    .option(
      "--jobs <n>",
      "images to work on at a time (default: the processor's cores)",
      wholeNumber(1, 1024),
    )
    .addOption(queueOption("let the workers of a queue do it: redis://host:port, rediss:// for TLS"))
    .option(
      "--root <dir>",
      "with --queue: the folder that all machines share, wherever each has it (default: .)",
    )
    .option("--retry-failed", "try again what failed before")
    .option("--summary", "write DIR/summary.csv and DIR/summary.html")
    .option("--hr <dir>", "the originals, for the summary of upscale: PSNR and SSIM")
    .option("--gt <dir>", "the true kernels, for the summary: how the kernels agree")
    .addOption(scaleOption("factor: 2, 3 or 4; estimate: 8 too"))
    .option("--method <name>", "estimate: auto, spectral or kernelgan; upscale: fast or zssr")
    .option(
      "--kernel <how|file|dir>",
      'upscale: auto, spectral or kernelgan; "bicubic"; a kernel file; a folder with one for each image (default: auto)',
    )
    .option("--no-fallback", "auto: keep the kernel even where it is unlikely to beat the bicubic one")
    .option("--exact-kernel", "upscale: the kernel given is the true one, not an estimate")
    .option("--real", "photographs as they came from a camera, not downscaled ones")
    .option("--gray", "estimate: from the luma alone")
    .addOption(seedOption())
    .addOption(
      new Option("--seeds <list>", "several seeds, e.g. 0,1,2: a result for each image and seed")
        .argParser(seedList)
        .conflicts("seed"),
    )
    .addOption(new Option("--preset <name>", "kernelgan: its constants").choices(Object.keys(PRESETS)))
    .option("--iterations <n>", "kernelgan: training iterations (default: 3000)", wholeNumber(1))
    .option("--kernel-size <n>", "estimate with kernelgan: side of the ×2 or ×3 kernel", wholeNumber(1))
    .option(
      "--restarts <n>",
      "estimate with kernelgan: how often to start again (default: 3)",
      wholeNumber(0),
    )
    .option("--noise <sigma>", "upscale with fast: σ of what image and kernel get wrong", numberFrom(0))
    .option("--noise-scale <f>", "upscale with zssr and --real: multiplies the noise", numberFrom(0))
    .option("--zssr-iterations <n>", "upscale with zssr: most training iterations", wholeNumber(1))
    .option("--picture-format <name>", `upscale: ${PICTURE_FORMATS.join(", ")} (default: png)`)
    .option("--quality <n>", "upscale: of jpg, webp and avif", wholeNumber(1, 100))
    .option("--device <name>", `${DEVICES.join(", ")} (default: auto)`)
    .option(
      "--threads <n>",
      "threads for each image (default: 1, as --jobs fills the cores)",
      wholeNumber(1, 1024),
    )
    .option("--formats <list>", "kernel files, of mat,npy,json,png (default: all; upscale: mat)", formatList)
    .addOption(maxPixelsOption())
    .option("--json", "print one JSON document on stdout")
    .option("--quiet", "print only errors and warnings")
    .action(async (inputs, flags, command: Command) => {
      refusePassword(command);
      const { runBatch } = await import("./batch/run-batch.js");
      setCode(await runBatch(inputs, flags, io));
    });
}

function addDegrade(program: Command, io: CommandIo, setCode: (code: number) => void): void {
  program
    .command("degrade")
    .description(
      "Make test cases: blur images with a kernel, downscale them, and write the kernels beside them.",
    )
    .argument(
      "<image...>",
      "high-resolution images, folders or globs; images are cut to a multiple of the scale",
    )
    .option("--kernel <file>", "kernel to use: .mat, .npy, .json or .png")
    .addOption(new Option("--random", "draw a kernel for each image, as in DIV2KRK").conflicts("kernel"))
    .addOption(scaleOption("downscaling factor"))
    .requiredOption(
      "--out <dir|file>",
      "folder (the images become DIR/<name>.png), or for one image the file: .png, .jpg, .webp, .tif or .avif",
    )
    .option("--noise <sigma>", "standard deviation of the noise, on the scale 0 to 255", numberFrom(0), 0)
    .option("--jpeg <quality>", "compress as JPEG (and decompress, if FILE is none)", wholeNumber(1, 100))
    .addOption(seedOption())
    .addOption(formatsOption("mat"))
    .addOption(maxPixelsOption())
    .option("--json", "print one JSON document on stdout")
    .option("--quiet", "print only errors and warnings")
    .option("--force", "replace files that exist")
    .action(async (images, flags, command: Command) => {
      if (!flags.kernel && !flags.random) command.error("error: give --kernel FILE or --random");
      const { degradeCommand } = await import("./commands/degrade.js");
      setCode(await degradeCommand(images, flags, io));
    });
}

function addCompareKernels(program: Command, io: CommandIo): void {
  program
    .command("compare-kernels")
    .description("Print how two kernels agree, both centred first.")
    .argument("<a>", "kernel file: .mat, .npy, .json or .png")
    .argument("<b>", "kernel file, the reference")
    .option("--scale <s>", "downscaling factor (default: what the files tell, or 2)", wholeNumber(1, 16))
    .option("--json", "print one JSON document")
    .action(async (a, b, flags) => {
      const { compareKernelsCommand } = await import("./commands/compare-kernels.js");
      await compareKernelsCommand(a, b, flags, io);
    });
}

function addEvaluate(program: Command, io: CommandIo, setCode: (code: number) => void): void {
  program
    .command("evaluate")
    .description("Print PSNR and SSIM of super-resolved images against the originals, on Y (BT.601) and RGB.")
    .requiredOption("--sr <path>", "the super-resolved image, or a folder of them")
    .requiredOption(
      "--hr <path>",
      "the original, or a folder: boats.jpg belongs to boats.png and boats_x2.png",
    )
    .option("--scale <s>", "upscaling factor; HR may exceed SR by up to s - 1 pixels", wholeNumber(1, 16))
    .option(
      "--border <n>",
      "pixels to leave out along each side (default: the scale; 4 without --scale)",
      wholeNumber(0),
    )
    .addOption(maxPixelsOption())
    .option("--json", "print one JSON document")
    .action(async (flags) => {
      const { evaluateCommand } = await import("./commands/evaluate.js");
      setCode(await evaluateCommand(flags, io));
    });
}

function addWorker(program: Command, io: CommandIo, setCode: (code: number) => void): void {
  program
    .command("worker")
    .description(
      "Take jobs from a queue that `kernelgan batch --queue` fills, on any machine, until stopped.",
    )
    .addOption(queueOption("queue on Redis: redis://host:port, rediss:// for TLS").makeOptionMandatory())
    .option(
      "--jobs <n>",
      "images to work on at a time (default: the processor's cores)",
      wholeNumber(1, 1024),
    )
    .option(
      "--root <dir|s3...>",
      "what may be read and written: the folder that all machines share, and any s3://bucket/prefix (default: .)",
    )
    .addOption(maxPixelsOption())
    .option("--max-bytes <n>", "largest file to read", wholeNumber(1), 2 ** 30)
    .option(
      "--silence <s>",
      "seconds after which a worker that fell silent loses its jobs",
      numberFrom(0.1),
      30,
    )
    .option(
      "--grace <s>",
      "seconds that running jobs have to finish once the worker is to stop",
      numberFrom(0),
      20,
    )
    .option("--quiet", "print only errors and warnings")
    .action(async (flags, command: Command) => {
      refusePassword(command);
      const { serveQueue } = await withQueuePackage(() => import("./batch/queue/serve-queue.js"));
      setCode(await serveQueue(flags, io));
    });
}

function queueOption(description: string): Option {
  return new Option("--queue <url>", description).env("KERNELGAN_QUEUE");
}

/** A password belongs into the environment: other users of the machine see the command line. */
function refusePassword(command: Command): void {
  const { queue } = command.opts<{ queue?: string }>();
  if (command.getOptionValueSource("queue") === "cli" && queue?.includes("@")) {
    command.error(
      "error: others can see a password on the command line; give the address in KERNELGAN_QUEUE",
    );
  }
}

function scaleOption(description: string): Option {
  return new Option("--scale <s>", description).argParser(wholeNumber(1)).default(2);
}

function seedOption(): Option {
  return new Option("--seed <n>", "all that is random comes from it")
    .argParser(wholeNumber(0, 2 ** 32 - 1))
    .default(0);
}

function formatsOption(all: string): Option {
  return new Option("--formats <list>", "kernel files to write, of mat,npy,json,png")
    .argParser(formatList)
    .default(all ? formatList(all) : [], all || "none");
}

function maxPixelsOption(): Option {
  return new Option("--max-pixels <n>", "largest image to read (default: 100 million pixels)").argParser(
    wholeNumber(1),
  );
}

/** Commander's message as one line in our own form. */
function usageLine(text: string): string {
  const message = text
    .replace(/^error: /, "")
    .trim()
    .replace(/\s*\n\s*/g, " ");
  return `kernelgan: ${message} (see kernelgan --help)\n`;
}
