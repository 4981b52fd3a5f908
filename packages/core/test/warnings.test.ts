import { expect, test } from "vitest";
import { distinctWarnings, type Warning } from "../src/warnings.js";

test("warnings with the same message count as one, those with the same code do not", () => {
  const runs = [1, 2, 1].map((seed): Warning => ({ code: "run-failed", message: `the run ${seed} failed` }));
  expect(distinctWarnings(runs)).toEqual(runs.slice(0, 2));
});
