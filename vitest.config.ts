import { defineConfig } from "vitest/config";

/** `npm run test:slow`: what takes a minute, and is seldom broken by a change. */
const SLOW = ["packages/*/test/**/*.slow.test.ts"];

/** Visits to the web page. */
const PAGES = ["packages/web/test/*.test.ts"];

/**
 * Tests of what modules do when they are first loaded: with the browser that a test stands in for, without the engine's
 * file.
 */
const OF_LOADING = ["packages/engine/test/**/*.test.ts", "packages/web/test/*/**/*.test.ts"];

const VISITS = {
  globalSetup: "packages/web/test/helpers/one-site.ts",
  // As long as other steps of a visitor: a page that computes shows its results late on a busy machine.
  expect: { poll: { timeout: 180_000 } },
};

export default defineConfig({
  test: {
    // What takes three seconds on a machine of its own takes twenty on one that others use too: a test that a limit ends
    // there has found nothing. Slow tests have limits of their own.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores: more workers than that only slow each other's training down.
    maxWorkers: 2,
    // Most files take less time than a process of their own, in which all modules are loaded again.
    isolate: false,
    // Done in the order of their names.
    projects: [
      {
        extends: true,
        test: { name: "loading", include: OF_LOADING, exclude: [...PAGES, ...SLOW], isolate: true },
      },
      {
        extends: true,
        test: {
          name: "pages",
          include: PAGES,
          exclude: SLOW,
          ...VISITS,
        },
      },
      { extends: true, test: { name: "slow", include: SLOW, ...VISITS } },
      {
        extends: true,
        test: {
          name: "rest",
          // What the build has made of the sources, which Node loads by itself. Of sources Vite makes modules in which
          // calls from one to another are slow: an estimate takes 1.6 times as long.
          alias: [{ find: /^((?:\.\.\/)+)src\//, replacement: "$1dist/" }],
          server: { deps: { external: [/\/dist\/.*\.js$/] } },
          include: ["packages/*/test/**/*.test.ts", "bench/test/**/*.test.ts", "docs/test/**/*.test.mjs"],
          exclude: [...PAGES, ...OF_LOADING, ...SLOW],
        },
      },
    ],
  },
});
