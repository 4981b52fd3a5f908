/**
 * Numbers for files. The workers keep the picture that they opened last and know it by this number alone: of the file
 * that is open and of those of the queue, no two have the same.
 */
let last = 0;

export const newSourceId = (): number => ++last;
