/** Builds the page and serves it, for tests, benches and screenshots. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";

/** This package; this file runs from dist/tools/build. */
const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A build in a temporary folder, which `close` removes. */
export interface Site {
  folder: string;
  /** Serves it until `close`; with or without the headers that threads need. */
  serve(options: { headers: boolean }): Promise<string>;
  /** Puts another version in its place, of which no file but those with fixed names has the name that it had. */
  deploy(version: string): Promise<void>;
  close(): Promise<void>;
}

/** What serves a build. */
export interface SiteServer {
  address: string;
  close(): Promise<void>;
}

export async function buildSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), "kernelgan-site-"));
  const make = async (define?: Record<string, string>): Promise<void> => {
    const { NODE_ENV } = process.env;
    await build({
      root,
      logLevel: "error",
      build: { outDir: folder, emptyOutDir: true },
      ...(define && { define }),
    });
    // Vite sets it, for all that runs in this process after it.
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  };
  await make();
  const servers: SiteServer[] = [];
  return {
    folder,
    async serve(options) {
      const server = await serveSite(folder, options);
      servers.push(server);
      return server.address;
    },
    deploy: (version) => make({ CORE_VERSION: JSON.stringify(version) }),
    async close() {
      await Promise.all(servers.map((server) => server.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Serves what is built in a folder; with or without the headers that threads need. */
export async function serveSite(folder: string, { headers }: { headers: boolean }): Promise<SiteServer> {
  const server = await preview({
    root,
    logLevel: "error",
    build: { outDir: folder },
    preview: { port: 0, host: "127.0.0.1", headers: headers ? {} : NO_HEADERS },
  });
  const address = server.httpServer.address();
  if (typeof address !== "object" || !address) throw new Error("the server has no address");
  return { address: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

/** Undoes the headers of vite.config.ts. */
const NO_HEADERS = {
  "Cross-Origin-Opener-Policy": "unsafe-none",
  "Cross-Origin-Embedder-Policy": "unsafe-none",
};
