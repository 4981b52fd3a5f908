/** `kernelgan doctor`: what is installed, and what works here. */
import { availableParallelism } from "node:os";
import { type EngineFacts, engineFacts, type RuntimeFacts } from "@kernelgan/core/internal";
import { hasQueuePackage } from "../batch/queue-package.js";
import { defineCommand } from "../command-line/command.js";
import { JSON_FLAG } from "../command-line/common-flags.js";
import { printJson } from "../terminal/command-io.js";
import { writeLines } from "../terminal/text.js";
import { version } from "../version.js";

/** What `--json` prints. */
export interface DoctorDocument extends EngineFacts {
  kernelgan: string;
  node: string;
  system: string;
  processors: number;
  /** Versions of sharp and of what it is made of; the reason why it does not work. */
  images: { sharp: string; libvips: string } | { problem: string };
  /** Whether @kernelgan/queue is installed. */
  queue: boolean;
}

export const doctorCommand = defineCommand({
  arguments: {},
  flags: JSON_FLAG,
  async run(_, { json }, { stdout }) {
    const facts = await lookAround();
    if (json) await printJson(stdout, facts);
    else writeLines(stdout, ...linesOf(facts));
    return "problem" in facts.images || !facts.auto ? 1 : 0;
  },
});

async function lookAround(): Promise<DoctorDocument> {
  return {
    kernelgan: version,
    node: process.versions.node,
    system: `${process.platform} ${process.arch}`,
    processors: availableParallelism(),
    images: await imageFacts(),
    ...(await engineFacts()),
    queue: hasQueuePackage(),
  };
}

async function imageFacts(): Promise<DoctorDocument["images"]> {
  try {
    const { default: sharp } = await import("sharp");
    return { sharp: sharp.versions.sharp, libvips: sharp.versions.vips };
  } catch (error) {
    return { problem: String((error as Error).message.split("\n")[0]) };
  }
}

function linesOf(facts: DoctorDocument): string[] {
  const { images, auto, devices, wasmFeatures: wasm, native } = facts;
  const known = (yes: boolean): string => (yes ? "yes" : "no");
  const rows: [string, string][] = [
    ["kernelgan", facts.kernelgan],
    ["Node", `${facts.node}, ${facts.system}, ${facts.processors} processors`],
    [
      "images",
      "problem" in images
        ? `sharp does not work: ${images.problem}`
        : `sharp ${images.sharp}, libvips ${images.libvips}`,
    ],
    ["WebAssembly", runtimeText(facts.wasm)],
    [
      "  features",
      `vectors ${known(wasm.simd)}, threads ${known(wasm.threads)}, relaxed vectors ${known(wasm.relaxedSimd)}${wasm.relaxedSimd ? "" : ", so that products take longer"}`,
    ],
    ...(native ? [["native", runtimeText(native)] as [string, string]] : []),
    ["devices", devices.join(", ") || "none: networks cannot be trained"],
    ...(auto
      ? [
          [
            "  by default",
            `${auto.device}, ${auto.threads} ${auto.threads === 1 ? "thread" : "threads"}`,
          ] as [string, string],
        ]
      : []),
    [
      "queue, S3",
      facts.queue ? "@kernelgan/queue is installed" : "not installed (npm install @kernelgan/queue)",
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`);
}

function runtimeText(runtime: RuntimeFacts): string {
  return "version" in runtime ? `ONNX Runtime ${runtime.version}` : runtime.problem;
}
