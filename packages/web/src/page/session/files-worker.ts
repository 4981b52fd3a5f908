/** The worker that makes files of results, started when it is first needed. */
import { Client } from "../../bridge/client.js";
import type { FileTasks } from "../../tasks.js";

let client: Client<FileTasks> | undefined;

/** Calls one of its tasks. */
export function callFiles<Name extends keyof FileTasks>(
  task: Name,
  input: FileTasks[Name]["input"],
  signal?: AbortSignal,
): Promise<FileTasks[Name]["output"]> {
  if (!client || client.isDead) {
    client = new Client(
      new Worker(new URL("../../worker/file-worker.ts", import.meta.url), { type: "module" }),
    );
  }
  return client.call(task, input, { signal });
}
