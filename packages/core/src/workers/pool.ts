/** Pools of workers: threads in Node, web workers in browsers. */
import workerpool, { type Pool } from "#workerpool";

/**
 * A pool of workers.
 *
 * @param script the workers' script: as text, so that no bundler has to find a file. Node evaluates it, a browser loads
 *   it from a blob, which a page's content policy must allow (`worker-src blob:`)
 * @param count largest number of workers; they are started when they are needed
 */
export function startPool(script: string, count: number): Pool {
  if (workerpool.platform === "node") {
    return workerpool.pool(script, {
      maxWorkers: count,
      workerType: "thread",
      workerThreadOpts: { eval: true },
    });
  }
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  return workerpool.pool(address, { maxWorkers: count, workerType: "web" });
}
