import { expect, it } from "vitest";
import { lossSummary } from "../src/loss-summary.js";

it("keeps at most 100 points of each loss, and the mean at the end", () => {
  const ramp = Float32Array.from({ length: 3000 }, (_, i) => i);
  const { final, iterations, history } = lossSummary({ generator: ramp, note: "text", count: 3 });
  expect(final).toEqual({ generator: 2949.5 });
  expect(iterations.length).toBe(100);
  expect(history).toEqual({ generator: iterations });
});

it("keeps short runs whole", () => {
  expect(lossSummary({ generator: [3, 2, 1] })).toEqual({
    final: { generator: 2 },
    iterations: [0, 1, 2],
    history: { generator: [3, 2, 1] },
  });
  expect(lossSummary({}).iterations).toEqual([]);
});
