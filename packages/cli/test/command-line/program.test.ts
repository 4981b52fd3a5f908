/** What the commands refuse as wrong usage, before they do anything. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { defineCommand } from "../../src/command-line/command.js";
import { type CommandEntry, helpFor, runProgram } from "../../src/command-line/program.js";
import { COMMANDS } from "../../src/commands/index.js";
import { UsageError } from "../../src/errors/usage-error.js";
import type { CommandIo } from "../../src/terminal/command-io.js";
import { fakeStream } from "../helpers/fake-stream.js";

function run(args: readonly string[], entries: readonly CommandEntry[] = COMMANDS): Promise<number> {
  const [stdout, stderr] = [fakeStream({}).stream, fakeStream({}).stream];
  const io: CommandIo = { stdout, stderr, signal: new AbortController().signal, allowShutdown() {} };
  return runProgram(entries, args, io);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("wrong usage", () => {
  it.each([
    ["estimate", "missing required argument 'image'"],
    ["estimate a.png --unknown", "unknown option '--unknown'"],
    ["estimate a.png --scale two", '--scale must be one of 1, 2, 3, 4, 8, got "two"'],
    ["estimate a.png --scale 5", '--scale must be one of 1, 2, 3, 4, 8, got "5"'],
    ["estimate a.png --method best", "--method must be one of auto, spectral, kernelgan"],
    ["estimate a.png --device abacus", "--device must be one of auto, cpu"],
    ["estimate a.png --formats mat,bmp", "--formats must be some of mat, npy, json, png"],
    ["estimate a.png --max-pixels 0", "--max-pixels must be an integer of at least 1"],
    ["estimate a.png --method kernelgan --iterations 1.5", "--iterations must be an integer from 1 to"],
    ["estimate a.png --method kernelgan --kernel-size 13.5", "--kernel-size must be one of 9, 11, 13"],
    ["estimate a.png --method kernelgan --kernel-size 12", "--kernel-size must be one of 9, 11, 13"],
    ["estimate a.png --method kernelgan --preset best", "--preset must be one of paper, release"],
    ["estimate a.png --kernel-size 13", "--kernel-size is an option of --method kernelgan, not of auto"],
    ["estimate a.png --seed 0", "--seed is an option of --method kernelgan, not of auto"],
    ["estimate a.png --threads 2", "--threads is an option of --method kernelgan, not of auto"],
    [
      "upscale a.png --kernel bicubic --no-fallback",
      "--no-fallback is an option of --kernel auto or spectral or kernelgan, not of bicubic",
    ],
    ["upscale a.png --scale 9", '--scale must be a number from 1 to 8, got "9"'],
    ["upscale a.png --size 30", "--size must be a size in pixels such as 3000x (width)"],
    ["upscale a.png --strength 1.5", '--strength must be a number from 0 to 1, got "1.5"'],
    ["upscale a.png --wrap=z", '--wrap must be one of auto, none, x, y, both, got "z"'],
    ["upscale a.png --method auto", "--method must be one of fast, zssr"],
    ["upscale a.png --iterations 5", "--iterations is an option of --kernel kernelgan, not of auto"],
    ["upscale a.png --zssr-iterations 5", "--zssr-iterations is an option of --method zssr, not of fast"],
    [
      "upscale a.png --real",
      "--real is an option of --method zssr or --kernel kernelgan, not of fast and auto",
    ],
    ["upscale a.png --quality 101", "--quality must be an integer from 1 to 100"],
    ["batch a", "required option '--out <dir>' not specified"],
    ["batch --out o", "no images; give folders, globs or files, or --list FILE"],
    ["degrade a.png --random", "required option '--out <dir|file>' not specified"],
    ["degrade a.png --out o.png", "give --kernel FILE or --random"],
    ["degrade a.png --out o.png --random --kernel k.mat", "cannot be used with"],
    ["degrade a.png --out o.png --random --jpeg 101", "--jpeg must be an integer from 1 to 100"],
    ["compare-kernels a.mat", "missing required argument 'b'"],
    ["upscal a.png", "unknown command 'upscal'"],
    ["help upscal", "unknown command 'upscal' (Did you mean upscale?)"],
    ["worker", "required option '--queue <url>' not specified"],
    ["worker --queue redis://a --silence 0", "--silence must be a number of at least 0.1"],
    ["worker --queue redis://a --jobs none", "--jobs must be an integer from 1 to 1024"],
    ["worker --queue redis://me:pa55word@a", "give the address in KERNELGAN_QUEUE"],
  ])("%s", async (line, message) => {
    const error = await run(line.split(" ")).catch((e) => e);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain(message);
    expect(error.message).not.toMatch(/\n|pa55word/);
  });
});

describe("runProgram", () => {
  const received = vi.fn();
  const entries: CommandEntry[] = [
    {
      name: "copy",
      description: "Copies.",
      load: async () =>
        defineCommand({
          arguments: {
            from: { placeholder: "from", help: "source" },
            to: { placeholder: "to", several: true, optional: true, help: "targets" },
          },
          flags: {
            depth: { type: "choice", values: [8, 16], default: 8, help: "bits" },
            links: { type: "boolean", default: true, help: "follow links" },
            server: {
              type: "text",
              placeholder: "url",
              environment: "COPY_SERVER",
              mayHoldPassword: true,
              help: "where",
            },
            skip: { type: "text", placeholder: "name", several: true, help: "what to skip" },
          },
          async run(args, flags) {
            received(args, flags);
            return 7;
          },
        }),
    },
    { name: "broken", description: "Is not loaded.", load: () => Promise.reject(new Error("loaded")) },
  ];

  it("gives a command its arguments, and the flags that were given with their types", async () => {
    expect(
      await run(["copy", "a", "b", "c", "--depth", "16", "--no-links", "--skip", "x", "y"], entries),
    ).toBe(7);
    expect(received).toHaveBeenLastCalledWith(
      { from: "a", to: ["b", "c"] },
      { depth: 16, links: false, skip: ["x", "y"] },
    );
    await run(["copy", "a"], entries);
    expect(received).toHaveBeenLastCalledWith({ from: "a", to: [] }, {});
  });

  it("takes a flag from the environment, a password only from there", async () => {
    vi.stubEnv("COPY_SERVER", "ftp://me:pa55word@host");
    await run(["copy", "a"], entries);
    expect(received).toHaveBeenLastCalledWith(expect.anything(), { server: "ftp://me:pa55word@host" });
    await expect(run(["copy", "a", "--server", "ftp://me:secret@host"], entries)).rejects.toThrow(
      "others can see a password on the command line; give the address in COPY_SERVER",
    );
  });

  it("loads the command that is called, and no other", async () => {
    expect(await run(["copy", "--help"], entries)).toBe(0);
    expect(await run(["--help"], entries)).toBe(0);
    await expect(run(["help", "broken"], entries)).rejects.toThrow("loaded");
  });

  it("takes no empty argument", async () => {
    await expect(run(["copy", "a", ""], entries)).rejects.toThrow("an argument is empty; leave it out");
  });

  it("names the help that fits", () => {
    expect(helpFor(entries, ["copy", "--depth", "9"])).toBe("kernelgan help copy");
    expect(helpFor(entries, ["move"])).toBe("kernelgan --help");
  });
});
