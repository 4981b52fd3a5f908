/** What to write the pages of a file as, where nobody says so. */

import type { InputFormat } from "@kernelgan/formats/internal";
import type { PictureFormat } from "../image-files/formats.js";
import { openPictures } from "../image-files/read-picture.js";
import { type NamedImage, sourceOf } from "./named-image.js";
import { readOptions, type UpscaleTask } from "./task-options.js";

const FORMATS: Partial<Record<InputFormat, PictureFormat>> = { gif: "gif", webp: "webp", tiff: "tif" };

/** The format of the file itself if it has several frames or pages, PNG otherwise, also if it cannot be read. */
export async function pageFormat(image: NamedImage, task: UpscaleTask): Promise<PictureFormat> {
  try {
    const { count, format } = await openPictures(sourceOf(image), readOptions(task));
    return (count > 1 && FORMATS[format]) || "png";
  } catch {
    // What is wrong with it is said when it is its turn.
    return "png";
  }
}
