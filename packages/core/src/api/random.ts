/** The public function that makes random numbers. */
import { check } from "../errors.js";
import { random as stream } from "../random.js";
import { shown } from "../shown.js";
import { checked } from "./checked.js";

/** A stream of random numbers. */
export const random: typeof stream = /* @__PURE__ */ checked(stream, (seed, number = 0) => {
  check(
    Number.isFinite(seed) && Number.isFinite(number),
    () => `a seed and a stream must be numbers, got ${shown(seed)} and ${shown(number)}`,
  );
});
