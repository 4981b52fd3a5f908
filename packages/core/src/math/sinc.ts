/** Ideal interpolation, and the filter that is most used in its place. */
import { tabulated } from "./tabulated.js";

/** sin(π x)/(π x). */
export function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The same from a table, with an error below 10⁻⁶. */
export const tabulatedSinc: (x: number) => number = /* @__PURE__ */ tabulated(sinc, 64, 32);

/** Half the support of Lanczos' filter. */
export const LANCZOS_LOBES = 3;

/** Lanczos' filter of three lobes, not normalised: s(x) s(x/3) for |x| < 3, s the sinc; else 0. */
export function lanczos(x: number): number {
  return Math.abs(x) < LANCZOS_LOBES ? sinc(x) * sinc(x / LANCZOS_LOBES) : 0;
}
