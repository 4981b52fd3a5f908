/**
 * The program: how it starts, and how it ends.
 *
 * Exit codes: 0 done; 1 something failed, said in one line on stderr; 2 wrong usage; 129, 130 and 143, as shells show
 * them, stopped by SIGHUP, Ctrl-C (SIGINT) and SIGTERM (signals.ts). However it ends, no partial and no temporary file
 * stays.
 */
import { helpFor, runProgram } from "./command-line/program.js";
import { COMMANDS } from "./commands/index.js";
import { inCommandWords } from "./errors/command-words.js";
import { EXIT_USAGE, isInvalidArgument, UsageError } from "./errors/usage-error.js";
import { cleanUpAll } from "./files/unfinished.js";
import { handleSignals } from "./signals.js";
import { type CommandIo, printError } from "./terminal/command-io.js";
import { outputStreams } from "./terminal/output-streams.js";
import { writeLines } from "./terminal/text.js";
import { wholeWrites } from "./terminal/whole-writes.js";

const EXIT_FAILED = 1;

/**
 * Runs the program.
 *
 * @param args The arguments, without node and script.
 * @returns The exit code.
 */
export async function main(args: string[]): Promise<number> {
  const fail = (): never => {
    cleanUpAll();
    process.exit(EXIT_FAILED);
  };
  process.on("uncaughtException", (error) => {
    printError(process.stderr, error);
    fail();
  });
  const signals = handleSignals();
  const { stdout, stderr, flush } = outputStreams(wholeWrites(process.stdout), process.stderr, () => {
    // Without a reader there is no use in going on, but for work whose results are files.
    if (!signals.graceful) fail();
  });
  const { signal, allowShutdown } = signals;
  const code = await run(args, { stdout, stderr, signal, allowShutdown });
  cleanUpAll();
  signals.end();
  return (await flush()) ? code : code || EXIT_FAILED;
}

/**
 * Runs the program with streams of the caller's: it says what is wrong, and does not end the process.
 *
 * @returns The exit code.
 */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    return await runProgram(COMMANDS, args, io);
  } catch (error) {
    if (isUsage(error)) {
      writeLines(io.stderr, `kernelgan: ${inCommandWords(error.message)} (see ${helpFor(COMMANDS, args)})`);
      return EXIT_USAGE;
    }
    if (!io.signal.aborted) printError(io.stderr, error);
    return EXIT_FAILED;
  }
}

/** Wrong usage: an argument that makes no sense, for the command as a whole. */
function isUsage(error: unknown): error is Error {
  return error instanceof UsageError || isInvalidArgument(error);
}
