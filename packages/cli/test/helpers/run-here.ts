/**
 * Runs the program in this process, which takes a tenth of the time of one of its own; the workers that it starts are
 * those that are built. What only a process shows (signals, standard input, exit codes as shells see them) is tested
 * with run-command.ts, and one call of each command.
 */
import { Writable } from "node:stream";
import { afterAll, beforeAll } from "vitest";
import { run } from "../../src/main.js";
import type { Result } from "./run-command.js";

/** A stream, and what was written to it. */
function collect(): { stream: NodeJS.WriteStream; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => Buffer.concat(chunks).toString() };
}

/** `kernelgan ARGS…` in `folder`, in which the tests of the file work; call at the top of a file. */
export function runHere(folder: string): (...args: string[]) => Promise<Result> {
  const before = process.cwd();
  beforeAll(() => process.chdir(folder));
  afterAll(() => process.chdir(before));
  return async (...args) => {
    const [stdout, stderr] = [collect(), collect()];
    const code = await run(args, {
      stdout: stdout.stream,
      stderr: stderr.stream,
      signal: new AbortController().signal,
      allowShutdown() {},
    });
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  };
}
