/** A number with its sign. */
export function signed(value: number, digits = 2): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
}

/** A cell of a table of trials: the values in use are marked with a star. */
export function marked(cell: string | number, isInUse: boolean): string {
  return isInUse ? `${cell} *` : `${cell}`;
}

/** A cell of how many items are wanted ones: "3 of 24". */
export function counted<T>(items: readonly T[], isWanted: (item: T) => boolean): string {
  return `${items.filter(isWanted).length} of ${items.length}`;
}

/** A cell of the least, the middle and the greatest of some numbers. */
export function spread(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  return [0, 0.5, 1].map((part) => sorted[Math.round(part * (sorted.length - 1))]?.toFixed(2)).join(" / ");
}

/** Prints rows of cells as an aligned table: the first column to the left, numbers to the right. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ");
  console.log(line(header));
  console.log(widths.map((w) => "-".repeat(w)).join("  "));
  for (const row of rows) console.log(line(row));
}
