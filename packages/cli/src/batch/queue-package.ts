/** Queue and S3 are a package of their own, which few need: what uses it is loaded through here. */
import { KernelGanError } from "@kernelgan/core";

/** Whether a text is an address in S3. (The same as the package's `isS3`, which may be missing.) */
export function isS3Address(text: unknown): boolean {
  return typeof text === "string" && /^s3:\/\//i.test(text);
}

/** Whether the package is installed. */
export function hasQueuePackage(): boolean {
  try {
    import.meta.resolve("@kernelgan/queue");
    return true;
  } catch {
    return false;
  }
}

/**
 * Loads a module that imports `@kernelgan/queue`.
 *
 * @throws KernelGanError `not-installed` that says how to install the package, if it is missing.
 * @example
 * const { openS3Store } = await withQueuePackage(() => import("./s3/s3-store.js"));
 */
export async function withQueuePackage<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" || !message.includes("'@kernelgan/queue'")) throw error;
    throw new KernelGanError(
      "not-installed",
      "queues and s3:// need a package that is not installed: npm install @kernelgan/queue",
      { cause: error },
    );
  }
}
