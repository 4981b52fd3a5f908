/** All attacks, some at a time. */
import { fileURLToPath } from "node:url";
import { Arena, type Figures, noFigures } from "./arena.js";
import { makeSeeds, plan, type Seeds } from "./attacks.js";
import { attackWorker } from "./payloads.js";
import { type Limits, watch } from "./watch.js";

/** What to do. */
export interface AttackOptions {
  /** About how many inputs. */
  count: number;
  /** The same seed makes the same inputs. */
  seed: number;
  /** Processes at a time. */
  jobs: number;
  limits: Limits;
  /** Whether there is a Redis for the worker. */
  worker: boolean;
  onProgress?: ((done: number, of: number) => void) | undefined;
}

/** The shares of the inputs that go to the worker and to the library; the rest goes to the commands. */
const WORKER_SHARE = 0.1;
const LIBRARY_SHARE = 0.15;

/** The part of a library's calls that one process does. */
const CALLS = 400;

/** Runs the attacks and adds up what was found. */
export async function attack(options: AttackOptions): Promise<Figures> {
  const { count, seed, jobs, limits, worker, onProgress } = options;
  const seeds = await makeSeeds();
  const total = noFigures();
  const works: (() => Promise<Figures>)[] = [];
  const [toWorker, toLibrary] = [
    Math.round(count * (worker ? WORKER_SHARE : 0)),
    Math.round(count * LIBRARY_SHARE),
  ];
  if (toWorker > 0) works.push(() => attackWorker(toWorker, seed, seeds, limits));
  for (let i = 0; i < toLibrary; i += CALLS) {
    works.push(() => attackLibrary(Math.min(CALLS, toLibrary - i), seed + i, limits));
  }
  for (const one of plan(count - toWorker - toLibrary, seed))
    works.push(() => attackOnce(one, seeds, limits));
  const queue = works.values();
  let done = 0;
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      for (const work of queue) {
        add(total, await work());
        onProgress?.(++done, works.length);
      }
    }),
  );
  return total;
}

async function attackOnce(
  { attack, numbers }: ReturnType<typeof plan>[number],
  seeds: Seeds,
  limits: Limits,
): Promise<Figures> {
  const arena = new Arena(limits);
  try {
    await attack(arena, seeds, numbers);
    return arena.figures;
  } finally {
    arena.remove();
  }
}

async function attackLibrary(count: number, seed: number, limits: Limits): Promise<Figures> {
  const arena = new Arena(limits);
  const script = fileURLToPath(new URL("calls.js", import.meta.url));
  try {
    const watched = await watch(
      [process.execPath, script.replace("/src/", "/dist/"), `${count}`, `${seed}`],
      {
        cwd: arena.at("out"),
        env: { TMPDIR: arena.at("tmp") },
        // Each call has its own limit.
        limits: { ...limits, seconds: limits.seconds + count },
      },
    );
    const findings = watched.over.map((what) => ({ run: "library", what }));
    try {
      findings.push(...JSON.parse(watched.stdout));
    } catch {
      findings.push({
        run: "library",
        what: `ended with code ${watched.code}: ${watched.stderr.slice(-400)}`,
      });
    }
    return { ...noFigures(), inputs: count, runs: 1, largest: watched.bytes, findings };
  } finally {
    arena.remove();
  }
}

/** Adds figures to a sum. */
export function add(total: Figures, more: Figures): void {
  total.inputs += more.inputs;
  total.runs += more.runs;
  total.stopped += more.stopped;
  total.slowest = Math.max(total.slowest, more.slowest);
  total.largest = Math.max(total.largest, more.largest);
  total.slowestStop = Math.max(total.slowestStop, more.slowestStop);
  total.findings.push(...more.findings);
}
