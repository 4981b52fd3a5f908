/**
 * The workers of `fast`, each of which helps with one picture at a time. While somebody keeps them
 * ({@link keepWorkers}) they wait for the next picture: starting one takes some 40 ms, and until its code is compiled
 * it computes slowly.
 */
import type { Pool } from "workerpool";

/** Workers without a picture, the last used last. Each is a pool of its own, so that it can be addressed. */
const idle: Pool[] = [];
let keepers = 0;

/** Keeps workers from now on, until the function that it returns is called. */
export function keepWorkers(): () => void {
  keepers++;
  let isKeeping = true;
  return () => {
    if (!isKeeping) return;
    isKeeping = false;
    keepers--;
    if (keepers === 0) for (const worker of idle.splice(0)) endWorker(worker);
  };
}

/** How many workers wait. */
export function idleWorkers(): number {
  return idle.length;
}

/**
 * A worker that waits, or else a new one, to be given back by {@link returnWorker} or {@link endWorker}.
 *
 * @throws where workers cannot be started
 */
export async function takeWorker(): Promise<Pool> {
  return idle.pop() ?? newWorker();
}

async function newWorker(): Promise<Pool> {
  const [{ startPool }, { WORKER_SCRIPT }] = await Promise.all([
    import("../../../workers/pool.js"),
    import("./generated/worker.js"),
  ]);
  return startPool(WORKER_SCRIPT, 1);
}

/** Gives a worker back that has nothing to do. */
export async function returnWorker(worker: Pool): Promise<void> {
  if (keepers === 0) return endWorker(worker);
  // At once: what it is given meanwhile waits until it has forgotten its picture.
  idle.push(worker);
  try {
    await worker.exec("close");
  } catch {
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
    endWorker(worker);
  }
}

/** Ends a worker, whatever it does. */
export function endWorker(worker: Pool): void {
  void worker.terminate(true);
}

/** Starts workers, so that so many wait; resolves when they are ready. Where none can be started there are none. */
export async function startWorkers(count: number): Promise<void> {
  const missing = Math.max(0, count - idle.length);
  await Promise.allSettled(Array.from({ length: missing }, async () => returnWorker(await newWorker())));
}
