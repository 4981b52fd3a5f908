import { defineConfig } from "vitest/config";

/** Tests of what modules do when they are first loaded: with the browser that a test stands in for, without the engine's file. */
const OF_LOADING = ["packages/{engine,web}/test/**/*.test.ts"];

export default defineConfig({
  test: {
    // Slow tests have limits of their own.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Two cores: more workers than that only slow each other's training down.
    maxWorkers: 2,
    // In the order of their names: the longest files first.
    projects: [
      { extends: true, test: { name: "isolated", include: OF_LOADING } },
      {
        extends: true,
        test: {
          name: "shared",
          include: ["packages/*/test/**/*.test.ts", "bench/test/**/*.test.ts", "docs/test/**/*.test.mjs"],
          exclude: OF_LOADING,
          // Most files take less time than a process of their own, in which all modules are loaded again.
          isolate: false,
        },
      },
    ],
  },
});
