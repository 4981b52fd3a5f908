/**
 * IEEE 754's binary16: 1 bit for the sign, 5 for the exponent, 10 for the fraction. Weights need no more, and take half
 * the space.
 */

const view = new DataView(new ArrayBuffer(4));
const INFINITY = 0x7c00;

/** The bits of the half-precision numbers nearest to these, ties to even. */
export function toHalf(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, bitsOf);
}

function bitsOf(value: number): number {
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (exponent === 0xff) return sign | INFINITY | (fraction > 0 ? 0x200 : 0);
  // Biases: 127 there, 15 here.
  const power = exponent - 112;
  if (power >= 31) return sign | INFINITY;
  if (power < -10) return sign;
  // A carry out of the fraction belongs to the exponent, which stands beside it. Below the smallest normal number the
  // leading 1 is written.
  const shift = power > 0 ? 13 : 14 - power;
  const whole = power > 0 ? (power << 23) | fraction : fraction | 0x800000;
  const half = whole >>> shift;
  const rest = whole & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  const isUp = rest > middle || (rest === middle && half % 2 === 1);
  return sign | (half + (isUp ? 1 : 0));
}
