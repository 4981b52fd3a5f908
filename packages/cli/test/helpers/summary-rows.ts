/** Rows of a summary: three images that are done, and one that failed. */
import type { DoneRecord, FailedRecord } from "../../src/batch/manifest.js";
import type { SummaryRow } from "../../src/batch/summary/rows.js";

/** Must be shown as text. */
export const HOSTILE = `<script>window.harm = 1</script><img src=x onerror="harm=2">`;

const common = { task: "upscale", options: "o", finished: "2026-02-03T04:05:06.000Z" } as const;

function doneRow(id: string, confidence: number, psnrY: number, more: Partial<DoneRecord> = {}): SummaryRow {
  const record: DoneRecord = {
    ...common,
    id,
    status: "done",
    image: `/photos/${id}.png`,
    input: { bytes: 1, sha256: "" },
    outputs: [{ path: `${id}_x2.png`, bytes: 1, sha256: "" }],
    confidence,
    warnings: [],
    seconds: { all: 1.25 },
    ...more,
  };
  const quality = { border: 2, psnrY, ssimY: 0.9, psnrRgb: psnrY - 1, ssimRgb: 0.8 };
  return { record, measured: { pictures: {}, quality, problems: [] } };
}

const failed: FailedRecord = {
  ...common,
  id: "bad",
  status: "failed",
  image: "/photos/bad.png",
  input: null,
  error: { code: "invalid-input", message: `not an image, "${HOSTILE}"` },
};
export const summaryRows: readonly [SummaryRow, SummaryRow, SummaryRow, SummaryRow] = [
  doneRow("sub/b 10%", 0.5, 30, { warnings: [{ code: "small", message: "small, blurred" }] }),
  { record: failed, measured: { pictures: {}, problems: [] } },
  doneRow("a2", 0.85, Number.POSITIVE_INFINITY),
  doneRow("a10", 0.25, 28, { seed: 4, blur: { kind: "motion", length: 12.2, angle: 155 } }),
];
