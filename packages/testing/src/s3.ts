/** An S3-compatible server: s3rver. It keeps objects as files, supports multipart uploads, and checks signatures. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The only account that s3rver has. */
const KEY = "S3RVER";

/** A running server. */
export interface S3Server {
  /** Environment variables for programs that use it. */
  readonly environment: {
    AWS_ENDPOINT_URL: string;
    AWS_REGION: string;
    AWS_ACCESS_KEY_ID: string;
    AWS_SECRET_ACCESS_KEY: string;
  };
  /** The method and path of each request so far, e.g. "GET /photos/a.png". */
  requests(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Starts a server on a free port with these buckets, empty. */
export async function startS3(buckets: readonly string[]): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), "kernelgan-s3-"));
  const script = fileURLToPath(new URL("s3-process.js", import.meta.url));
  const server = fork(script, [directory, ...buckets], {
    execArgv: ["--openssl-legacy-provider", "--no-deprecation"],
  });
  const [port] = await once(server, "message");
  return {
    environment: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: KEY,
      AWS_SECRET_ACCESS_KEY: KEY,
    },
    async requests() {
      server.send("requests?");
      const [requests] = await once(server, "message");
      return requests;
    },
    async close() {
      server.kill("SIGKILL");
      await once(server, "exit");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
