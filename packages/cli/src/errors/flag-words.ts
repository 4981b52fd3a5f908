/** Messages of the library in the words of the command line: it names options as programs write them. */

/** Options that messages about files name. */
const OPTIONS: ReadonlySet<string> = new Set([
  "allowDamaged",
  "confidence",
  "exactKernel",
  "force",
  "kernelConvention",
  "maxKernelSize",
  "maxPixels",
  "pictureFormat",
  "scale",
  "size",
]);

/** `allow more with "maxPixels" 960` → `allow more with --max-pixels 960`. */
export function inFlagWords(message: string): string {
  return message.replace(/"([a-z]+(?:[A-Z][a-z]+)*)"/g, (quoted, name: string) =>
    OPTIONS.has(name) ? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}` : quoted,
  );
}
