/** The shapes of blur that are fitted. A new one is a file like these and its entry here. */
import { ARC } from "./arc.js";
import { BICUBIC } from "./bicubic.js";
import { BOX } from "./box.js";
import { DISK } from "./disk.js";
import { GAUSSIAN } from "./gaussian.js";
import { MOTION } from "./motion.js";
import type { ShapeModel } from "./shape.js";

/** Names of the shapes. */
export type BlurShape = "gaussian" | "disk" | "box" | "motion" | "arc" | "bicubic";

/** The shapes by name. */
export const BLUR_SHAPES: Readonly<Record<BlurShape, ShapeModel>> = {
  gaussian: GAUSSIAN,
  disk: DISK,
  box: BOX,
  motion: MOTION,
  arc: ARC,
  bicubic: BICUBIC,
};
