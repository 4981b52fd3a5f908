/** The summary for programs: comma-separated values (RFC 4180), a line for each image. */
import { blurOf, FIGURES, notesOf, type SummaryRow } from "./rows.js";

/** `psnrY` → `psnr_y`. */
const columnName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * All rows under a line of column names: `image,file,status,seed,seconds,…,blur,error,notes`. Figures that an image
 * does not have are empty.
 */
export function summaryCsv(rows: readonly SummaryRow[]): string {
  const names = [
    "image",
    "file",
    "status",
    "seed",
    ...FIGURES.map(({ key }) => columnName(key)),
    "blur",
    "error",
    "notes",
  ];
  const lines = rows.map((row) => {
    const { record } = row;
    return [
      record.id,
      record.image,
      record.status,
      record.status === "done" ? record.seed : undefined,
      ...FIGURES.map(({ of }) => rounded(of(row))),
      blurOf(row),
      record.status === "failed" ? record.error.code : undefined,
      notesOf(row).join("; "),
    ];
  });
  return [names, ...lines].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

/**
 * Spreadsheets take text that begins like this for a formula, which can call programs; an apostrophe in front makes it
 * text.
 */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Six digits are more than any of the figures is worth. */
function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(6));
}

function cell(value: string | number | undefined): string {
  const text = typeof value === "string" ? harmless(value) : String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
