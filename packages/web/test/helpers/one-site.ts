/** Builds the page once, before all tests that visit it. */
import { buildSite } from "@kernelgan/web/site";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The folder with the page. */
    site: string;
  }
}

export default async function buildOnce(project: TestProject): Promise<() => Promise<void>> {
  const { NODE_ENV } = process.env;
  const site = await buildSite();
  // Vite has set it, for all test processes.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
  project.provide("site", site.folder);
  return () => site.close();
}
