/** Hands a file to the visitor. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // By then the browser has read the file.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A file of a zip. */
export interface ZipEntry {
  path: string;
  blob: Blob;
}

/** The same files, under paths that differ: the second `boats.png` becomes `boats (2).png`. */
export function withDistinctPaths(files: readonly ZipEntry[]): ZipEntry[] {
  const taken = new Set<string>();
  return files.map((file) => {
    let { path } = file;
    for (let count = 2; taken.has(path); count++) path = file.path.replace(/(\.[^.]*)$/, ` (${count})$1`);
    taken.add(path);
    return { path, blob: file.blob };
  });
}

/** Files in one zip: stored, since pictures are compressed already. */
export async function saveZip(files: readonly ZipEntry[], name: string): Promise<void> {
  const { downloadZip } = await import("client-zip");
  const entries = withDistinctPaths(files).map(({ path, blob }) => ({ name: path, input: blob }));
  save(await downloadZip(entries).blob(), name);
}
