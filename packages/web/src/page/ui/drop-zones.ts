/** Parts of the page that take a dropped file for something else than a picture to open: elements with `data-drop`. */
import { openKernel } from "../session/given-kernel.js";
import { setGroundTruth } from "../session/ground-truth.js";

const ZONES: Readonly<Record<string, (file: File) => void>> = {
  kernel: (file) => void openKernel(file, file.name),
  "ground-truth": (file) => setGroundTruth(file, file.name),
};

/** Gives a file that was dropped on such a part to it. */
export function takenByZone({ target, dataTransfer }: DragEvent): boolean {
  const zone = target instanceof Element ? target.closest("[data-drop]")?.getAttribute("data-drop") : null;
  const take = zone ? ZONES[zone] : undefined;
  const [file] = dataTransfer?.files ?? [];
  if (!take || !file) return false;
  take(file);
  return true;
}
