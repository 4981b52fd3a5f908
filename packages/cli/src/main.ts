/**
 * The program: how it starts, and how it ends.
 *
 * Exit codes: 0 done; 1 something failed, said in one line on stderr; 2 wrong usage; 130 and 143 stopped by Ctrl-C
 * (SIGINT) and by SIGTERM. Stopping leaves no partial and no temporary file.
 */
import { helpFor, runProgram } from "./command-line/program.js";
import { COMMANDS } from "./commands/index.js";
import { EXIT_USAGE, UsageError } from "./errors/usage-error.js";
import { removeTemporaryFiles } from "./files/atomic-write.js";
import { type CommandIo, printError } from "./terminal/command-io.js";

const EXIT_FAILED = 1;
const EXIT_SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** How long a command may take to end after a signal, in milliseconds, unless it asks for more. */
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
  // The reader of our output may have seen enough, as in `kernelgan … | head`.
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
  try {
    return await runProgram(COMMANDS, args, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.stderr.write(`kernelgan: ${error.message} (see ${helpFor(COMMANDS, args)})\n`);
      return EXIT_USAGE;
    }
    if (!io.signal.aborted) printError(io.stderr, error);
    return EXIT_FAILED;
  }
}
