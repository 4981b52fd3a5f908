/**
 * The native runtime, which is optional: `["cpu"]` where it is installed. With CI set in the environment it must be, so
 * that a green run there has tested both.
 */
import { loadNative } from "#onnxruntime";

export const NATIVE_DEVICE: readonly "cpu"[] = await loadNative().then(
  () => ["cpu"] as const,
  (error) => {
    if (process.env.CI) throw error;
    console.warn(`Tests of the native runtime are skipped: ${error.message}`);
    return [];
  },
);
