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
  const site = await buildSite();
  project.provide("site", site.folder);
  return () => site.close();
}
