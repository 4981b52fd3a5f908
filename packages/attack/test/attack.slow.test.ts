/** The quick part of the attack (`npm run attack` for more). */
import { REDIS } from "@kernelgan/testing/redis";
import { modeOf } from "@kernelgan/testing/suites";
import { expect, it } from "vitest";
import { attack } from "../src/attack.js";

/** Generous: the machine may be busy with others. The bars are the defaults of `npm run attack`. */
const LIMITS = { seconds: 90, stopSeconds: 30, bytes: 2 ** 30 };

it.skipIf(process.platform !== "linux")(
  "60 damaged and hostile inputs do no harm: commands, worker, library",
  async () => {
    const worker = modeOf(REDIS) !== "skip";
    const { inputs, findings } = await attack({ count: 60, seed: 1, jobs: 2, limits: LIMITS, worker });
    expect(findings).toEqual([]);
    expect(inputs).toBeGreaterThanOrEqual(52);
  },
  600_000,
);
