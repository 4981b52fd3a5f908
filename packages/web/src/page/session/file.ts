/** Opening and closing a file. */
import type { Kernel } from "@kernelgan/core";
import { batch } from "@preact/signals";
import { cancel } from "./computation.js";
import { estimate } from "./estimation.js";
import { resetSource } from "./source.js";
import { clearState, file, picture } from "./state.js";

let lastId = 0;

/**
 * Opens a picture and estimates its kernel.
 *
 * @param truth the true kernel, if it is known
 */
export function openFile(blob: Blob, name: string, truth?: Kernel): void {
  batch(() => {
    file.value = { id: ++lastId, blob, name, stem: name.replace(/\.[^.]*$/, ""), truth };
    picture.value = undefined;
    resetSource();
  });
  void estimate();
}

/** Back to the welcome. */
export function closeFile(): void {
  cancel();
  clearState();
}
