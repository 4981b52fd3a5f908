/** Which results the visitor has as files: closing the picture, or the list, loses the others. */

const saved = new WeakSet<Blob>();

/** @param result the file of a list's result, the samples of a picture's */
export function noteSaved(result: Blob): void {
  saved.add(result);
}

export const isSaved = (result: Blob): boolean => saved.has(result);
