/**
 * A value in a message that says what is wrong with it, short and in one line. Values of callers may be anything, also
 * what cannot become text: symbols, objects without a prototype.
 */
export function shown(value: unknown): string {
  if (value === null || ["undefined", "number", "boolean", "bigint", "symbol"].includes(typeof value)) {
    return String(value);
  }
  if (typeof value === "string") return JSON.stringify(value.slice(0, 100));
  if (typeof value === "function") return "a function";
  if (ArrayBuffer.isView(value)) {
    const { length } = value as { length?: unknown };
    return `${(value as Float32Array)[Symbol.toStringTag] ?? "a view"}${typeof length === "number" ? `(${length})` : ""}`;
  }
  return Array.isArray(value) ? "an array" : "another object";
}
