/** Results of a long script, kept in a file so that it resumes where it was stopped. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** One line of JSON for each result: `{ key, value }`. A number that is not finite comes back as null. */
export class RowsFile<T> {
  readonly #known = new Map<string, T>();

  /** @param path undefined keeps the results in memory only. */
  constructor(private readonly path: string | undefined) {
    if (path === undefined || !existsSync(path)) return;
    for (const line of readFileSync(path, "utf8").split("\n")) {
      if (line === "") continue;
      const { key, value } = JSON.parse(line) as { key: string; value: T };
      this.#known.set(key, value);
    }
  }

  /** @param key all that the result depends on. */
  async get(key: string, compute: () => T | Promise<T>): Promise<T> {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const value = await compute();
    this.#known.set(key, value);
    if (this.path !== undefined) appendFileSync(this.path, `${JSON.stringify({ key, value })}\n`);
    return value;
  }
}
