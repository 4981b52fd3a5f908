/** The summary for programs: comma-separated values, a line for each image. */
import { csvText } from "@kernelgan/formats/internal";
import { blurOf, FIGURES, notesOf, type SummaryRow } from "./rows.js";

/** `psnrY` → `psnr_y`. */
const columnName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * All rows under a line of column names: `image,file,status,seed,seconds,…,blur,error,notes`. Figures that an image
 * does not have are empty. The page's summary of a list has the same names for the same things.
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
  const records = rows.map((row) => {
    const { record } = row;
    return [
      record.id,
      record.image,
      record.status,
      record.status === "done" ? record.seed : undefined,
      ...FIGURES.map(({ of }) => of(row)),
      blurOf(row),
      record.status === "failed" ? record.error.code : undefined,
      notesOf(row).join("; "),
    ];
  });
  return csvText(names, records);
}
