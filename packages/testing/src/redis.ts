/** Redis, for tests and benches of the queue. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import { freePort } from "./free-port.js";
import { findProgram, type Program } from "./program.js";

const PLACES = ["/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server"];

export const REDIS: Program = findProgram("Redis", "REDIS_SERVER_PATH", PLACES, "redis-server");

/** A running server. */
export interface RedisServer {
  /** `redis://127.0.0.1:<port>`, with the password if there is one. */
  readonly url: string;
  /** Kills it without warning, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again, with the data it had written, or empty. */
  start(empty?: boolean): Promise<void>;
  /** Sends it a command, as in `command("LLEN", "list")`. */
  command(name: string, ...args: string[]): Promise<unknown>;
  /** Ends it and removes its files. */
  close(): Promise<void>;
}

/**
 * Starts a server on a free port, with a temporary folder, to which it writes every change.
 *
 * @param password what clients must give; none by default
 */
export async function startRedis(password = ""): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "kernelgan-redis-"));
  const port = await freePort();
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  args.push("--appendonly", "yes", "--appendfsync", "always");
  if (password) args.push("--requirepass", password);
  let running: ChildProcess | undefined;

  const start = async (empty = false): Promise<void> => {
    if (empty) rmSync(join(folder, "appendonlydir"), { recursive: true, force: true });
    const child = spawn(REDIS.path ?? "redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
    running = child;
    for await (const line of createInterface(child.stdout)) {
      if (line.includes("Ready to accept connections")) {
        child.stdout.resume();
        return;
      }
    }
    throw new Error(`redis-server did not start on port ${port}`);
  };
  const kill = async (): Promise<void> => {
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    running.kill("SIGKILL");
    await once(running, "exit");
  };

  await start();
  const url = `redis://${password ? `:${password}@` : ""}127.0.0.1:${port}`;
  return {
    url,
    kill,
    start,
    async command(name, ...args) {
      const client = new Redis(url);
      try {
        return await client.call(name, ...args);
      } finally {
        client.disconnect();
      }
    },
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
