/** The command line that gives a result again. */

/** Options that change how the command talks, not what it makes. */
const TALK = new Set(["json", "quiet", "force"]);

/** Options that are on unless `--no-…` switches them off. */
const ON = new Set(["fallback"]);

/**
 * `kernelgan upscale 'my photo.jpg' --scale 2 …` with every option set, quoted for a POSIX shell.
 *
 * @param flags options by their camel-case names; undefined and empty ones are left out, and those that are off, but for
 *   {@link ON} ones
 */
export function repeatCommand(image: string, flags: object): string {
  const words = ["kernelgan", "upscale", quoted(image)];
  for (const [name, value] of Object.entries(flags)) {
    if (TALK.has(name) || value === undefined || value === ON.has(name)) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    words.push(
      `--${ON.has(name) ? "no-" : ""}${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    );
    if (typeof value !== "boolean")
      words.push(quoted(Array.isArray(value) ? value.join(",") : String(value)));
  }
  return words.join(" ");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
