/** Pools of workers: threads in Node, web workers in browsers. */
import workerpool, { type Pool } from "#workerpool";

/** The addresses of the scripts in a browser: a blob stays in memory as long as its page, so there is one of each. */
const addresses = new Map<string, string>();

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
  return workerpool.pool(addressOf(script), { maxWorkers: count, workerType: "web" });
}

function addressOf(script: string): string {
  const known = addresses.get(script);
  if (known !== undefined) return known;
  const made = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  addresses.set(script, made);
  return made;
}
