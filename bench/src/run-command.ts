/** The command of a checkout as a process of its own: what it prints, how long it takes, how much memory. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** Prints the largest resident size as the process ends. */
const PRINT_PEAK = `data:text/javascript,process.on("exit",()=>console.error("peak "+process.resourceUsage().maxRSS))`;

/** A run. */
export interface CommandRun<Output> {
  /** What `--json` printed. */
  readonly output: Output;
  readonly seconds: number;
  /** Largest resident size, in MiB. */
  readonly peak: number;
}

/** Runs `kernelgan … --json --quiet`. */
export async function runCommand<Output>(
  root: string,
  ...args: readonly string[]
): Promise<CommandRun<Output>> {
  const started = performance.now();
  const program = join(root, "packages/cli/bin/kernelgan.js");
  const child = spawn(process.execPath, ["--import", PRINT_PEAK, program, ...args, "--json", "--quiet"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`kernelgan ${args.join(" ")} in ${root}: ${stderr || stdout}`);
  const peaks = [...stderr.matchAll(/^peak (\d+)$/gm)].map(([, kib]) => Number(kib) / 1024);
  return { output: JSON.parse(stdout) as Output, seconds, peak: Math.max(...peaks) };
}
