/** Words of the command `batch`. A file of their own, so that the program's help needs nothing else. */

/** What to do with each image. */
export const BATCH_TASKS = ["estimate", "upscale"] as const;

/** What to do with each image. */
export type BatchTask = (typeof BATCH_TASKS)[number];

/** Extensions that larger pictures can be written with. */
export const PICTURE_FORMATS = ["png", "jpg", "webp", "tif", "avif"] as const;
