/**
 * Seeded random numbers. Everything random in the library (weights, crops, noise, random kernels) is drawn from such a
 * stream, so that the same seed gives the same result.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A stream of random numbers. Drawing from it advances it. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Standard normal, N(0, 1). */
  normal(): number;
  /** A uniform integer in [0, n); n an integer of at least 1. */
  integer(n: number): number;
}

/** Mixes a seed and a stream number into 32 well-spread bits (the finaliser of MurmurHash3). */
function mix(seed: number, stream: number): number {
  let h = (seed ^ Math.imul(stream + 1, 0x9e3779b9)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * Makes a stream of random numbers. Streams with the same seed and different stream numbers are independent, so that
 * drawing more numbers from one does not change another.
 *
 * @param seed any finite number; the low 32 bits of its integer part count
 * @param stream likewise; default 0
 * @throws KernelGanError `invalid-argument` for other values
 * @example random(7).normal()
 */
export function random(seed: number, stream = 0): Random {
  const generator = xoroshiro128plus(mix(seed, stream));
  const uniform = (): number => (generator.next() >>> 0) / 0x1_0000_0000;
  let spare = Number.NaN;
  return {
    uniform,
    integer: (n) => Math.floor(uniform() * n),
    // Box–Muller: two normals from two uniforms; 1 − u keeps the logarithm's argument above 0.
    normal() {
      if (!Number.isNaN(spare)) {
        const value = spare;
        spare = Number.NaN;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}
