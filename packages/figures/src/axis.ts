/** Numbers along the axes of charts. */
import { scaleLinear } from "d3-scale";

/**
 * Where a logarithmic axis is labelled: at the powers of ten, every second or third if there are many; at 1, 2 and 5
 * times them if there are few; in even steps within a decade.
 *
 * @param maxPowers how many powers of ten fit
 */
export function logTicks([low, high]: readonly [number, number], maxPowers = 6): number[] {
  if (high < 10 * low) return scaleLinear([low, high], [0, 1]).ticks(4);
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const factors = high < 100 * low ? [1, 2, 5] : [1];
  const step = Math.ceil((last - first) / (maxPowers - 1));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
    .filter((exponent) => exponent % step === 0)
    .flatMap((exponent) => factors.map((factor) => Number(`${factor}e${exponent}`)))
    .filter((value) => value >= low && value <= high);
}

/** "0.05", "200", "10⁻⁵", "2·10⁻⁶". */
export function axisNumber(value: number): string {
  if (value === 0 || value >= 1e-3) return String(Number(value.toPrecision(6)));
  const [factor, exponent = ""] = value.toExponential().split("e");
  return `${factor === "1" ? "" : `${factor}·`}10${superscript(exponent)}`;
}

function superscript(exponent: string): string {
  return exponent.replace(/./g, (c) => (c === "-" ? "⁻" : ("⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)] ?? "")));
}
