/** Runs `kernelgan batch` in this process; its workers are those that are built. */
import { PassThrough } from "node:stream";
import type { BatchDocument } from "../../src/batch/run-batch.js";
import { batchCommand } from "../../src/commands/batch.js";
import { isInvalidArgument, UsageError } from "../../src/errors/usage-error.js";
import { type CommandIo, printError } from "../../src/terminal/command-io.js";
import { type Flags, givenFlags } from "./given-flags.js";
import type { Result } from "./run-command.js";

/** Runs the command; an error is printed on stderr, as the program would. */
export async function runBatch(
  inputs: readonly string[],
  flags: Flags & { readonly out: string },
): Promise<Result> {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const io = { ...streams, signal: new AbortController().signal, allowShutdown() {} } as unknown as CommandIo;
  let code: number;
  try {
    code = await batchCommand.run({ inputs }, givenFlags(flags), io);
  } catch (error) {
    code = error instanceof UsageError || isInvalidArgument(error) ? 2 : 1;
    printError(io.stderr, error);
  }
  const read = (stream: PassThrough): string => stream.read()?.toString() ?? "";
  return { code, stdout: read(streams.stdout), stderr: read(streams.stderr) };
}

/** Runs the command with `--json --quiet`. */
export async function batchDocument(
  inputs: readonly string[],
  flags: Flags & { readonly out: string },
): Promise<BatchDocument & { code: number | null }> {
  const { code, stdout, stderr } = await runBatch(inputs, { ...flags, json: true, quiet: true });
  if (stdout === "") throw new Error(stderr);
  return { code, ...JSON.parse(stdout) };
}
