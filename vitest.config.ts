import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "bench/test/**/*.test.ts", "docs/test/**/*.test.mjs"],
    // Slow tests have limits of their own.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Two cores: more workers than that only slow each other's training down.
    maxWorkers: 2,
  },
});
