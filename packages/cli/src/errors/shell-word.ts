/** Words of commands that messages suggest, and reports repeat. */

/** A word as a POSIX shell takes it for one. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
