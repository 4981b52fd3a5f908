/** The means of a batch as a table for the terminal. */
import { FIGURES, type SummaryMean } from "./rows.js";

/**
 *     mean              of 100
 *     Confidence          0.85
 *     PSNR-Y             30.12
 */
export function meanTable(mean: SummaryMean): string[] {
  const lines = FIGURES.flatMap(({ key, title, decimals }) => {
    const figure = mean[key];
    return figure ? [{ title, value: figure.mean.toFixed(decimals), count: figure.count }] : [];
  });
  if (lines.length === 0) return [];
  const width = Math.max(...lines.map(({ title }) => title.length));
  const rows = lines.map(
    ({ title, value, count }) => `${title.padEnd(width)}  ${value.padStart(10)}  ${count}`,
  );
  return [`${"".padEnd(width)}  ${"mean".padStart(10)}  images`, ...rows];
}
