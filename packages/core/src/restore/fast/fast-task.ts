/** What both implementations of `fast` get (restore-fast.ts). */
import type { PlanarImage, Rectangle } from "../../image/index.js";
import type { Kernel } from "../../kernel/index.js";
import type { FastConstants } from "./schedule.js";

/** What to restore, and how. */
export interface FastTask {
  /** [1 or 3, h, w], values in [0, 1]: y. */
  readonly image: PlanarImage;
  /** Where y is known; around it, it has the values that the iterations begin with (open-borders.ts). */
  readonly known: Rectangle;
  /** Of sum 1. */
  readonly kernel: Kernel;
  readonly scale: number;
  /** σ of the noise to assume, in [0, 1]. */
  readonly noise: number;
  readonly constants: FastConstants;
  /** Largest side of a tile in the data step, in pixels of the small image. */
  readonly tileSize?: number | undefined;
  /** Makes it throw an AbortError. */
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the share that is done, in (0, 1]. */
  readonly onProgress?: ((done: number) => void) | undefined;
}
