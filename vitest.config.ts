import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts"],
    testTimeout: 120_000,
    // Two cores: more workers than that only slow each other's training down.
    maxWorkers: 2,
  },
});
