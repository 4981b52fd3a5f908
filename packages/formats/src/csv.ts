/** Tables for programs and spreadsheets. */

/** What a cell can hold; undefined is empty. */
export type CsvValue = string | number | boolean | undefined;

/**
 * Comma-separated values (RFC 4180): a line of column names, and a line for each record. Numbers have six digits at the
 * most. What a spreadsheet would take for a formula, which can call programs, gets an apostrophe in front, which makes
 * it text.
 */
export const csvText = (names: readonly string[], records: readonly (readonly CsvValue[])[]): string =>
  [names, ...records].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");

function cell(value: CsvValue): string {
  const text = typeof value === "string" ? harmless(value) : String(rounded(value) ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const rounded = (value: number | boolean | undefined): number | boolean | undefined =>
  typeof value === "number" ? Number(value.toPrecision(6)) : value;
