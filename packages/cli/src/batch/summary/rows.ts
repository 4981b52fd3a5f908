/** The rows of a summary: what the manifest says about each image, and what its files show. */
import { blurInWords } from "@kernelgan/figures";
import type { ManifestRecord } from "../manifest.js";
import type { Measured } from "./measure.js";

/** One image. */
export interface SummaryRow {
  record: ManifestRecord;
  measured: Measured;
}

/** A figure of a result. */
export interface Figure {
  /** Its name in JSON and CSV. */
  key: string;
  /** Its name in tables. */
  title: string;
  /** What it measures, in a sentence. */
  meaning: string;
  decimals: number;
  of: (row: SummaryRow) => number | undefined;
}

/** All figures, in the order of tables. */
export const FIGURES = [
  {
    key: "seconds",
    title: "Seconds",
    meaning: "Time spent on the image, from reading to writing.",
    decimals: 1,
    of: ({ record }) => (record.status === "done" ? record.seconds.all : undefined),
  },
  {
    key: "confidence",
    title: "Confidence",
    meaning: "The share of the true kernel's gain over the bicubic one that is to be expected, 0 to 1.",
    decimals: 2,
    of: ({ record }) => (record.status === "done" ? record.confidence : undefined),
  },
  {
    key: "psnrY",
    title: "PSNR-Y",
    meaning: "Against the original, on Y (BT.601), in dB.",
    decimals: 2,
    of: ({ measured }) => measured.quality?.psnrY,
  },
  {
    key: "ssimY",
    title: "SSIM-Y",
    meaning: "Against the original, on Y (BT.601).",
    decimals: 4,
    of: ({ measured }) => measured.quality?.ssimY,
  },
  {
    key: "psnrRgb",
    title: "PSNR-RGB",
    meaning: "Against the original, on R, G and B, in dB.",
    decimals: 2,
    of: ({ measured }) => measured.quality?.psnrRgb,
  },
  {
    key: "ssimRgb",
    title: "SSIM-RGB",
    meaning: "Against the original, on R, G and B.",
    decimals: 4,
    of: ({ measured }) => measured.quality?.ssimRgb,
  },
  {
    key: "kernelCorrelation",
    title: "Correlation",
    meaning: "Of the kernel with the true one: 1 for equal shapes.",
    decimals: 3,
    of: ({ measured }) => measured.comparison?.correlation,
  },
  {
    key: "kernelL1",
    title: "L1",
    meaning: "Sum of the differences between the kernel and the true one: 0 if equal, 2 if nothing overlaps.",
    decimals: 3,
    of: ({ measured }) => measured.comparison?.l1,
  },
  {
    key: "kernelTraceRatio",
    title: "Trace ratio",
    meaning: "Width of the kernel against the true one: below 1 it is too narrow, above 1 too wide.",
    decimals: 2,
    of: ({ measured }) => measured.comparison?.traceRatio,
  },
] as const satisfies readonly Figure[];

/**
 * The mean of each figure over the images that have it, and how many these are. The PSNR of equal images is Infinity,
 * which JSON.stringify writes as null.
 */
export type SummaryMean = Partial<Record<(typeof FIGURES)[number]["key"], { mean: number; count: number }>>;

/** The figures that at least one row has. */
export function figuresOf(rows: readonly SummaryRow[]): Figure[] {
  return FIGURES.filter(({ of }) => rows.some((row) => of(row) !== undefined));
}

/** The mean of each figure. */
export function meanOf(rows: readonly SummaryRow[]): SummaryMean {
  return Object.fromEntries(
    figuresOf(rows).map(({ key, of }) => {
      const values = rows.flatMap((row) => of(row) ?? []);
      return [
        key,
        { mean: values.reduce((sum, value) => sum + value, 0) / values.length, count: values.length },
      ];
    }),
  );
}

/** What the estimated kernel looks like, in words. */
export function blurOf({ record }: SummaryRow): string | undefined {
  return record.status === "done" && record.blur ? blurInWords(record.blur) : undefined;
}

/** Warnings, errors and problems of one image, in words. */
export function notesOf({ record, measured }: SummaryRow): string[] {
  const own =
    record.status === "done" ? record.warnings.map(({ message }) => message) : [record.error.message];
  return [...own, ...measured.problems];
}
