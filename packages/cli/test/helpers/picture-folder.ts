/** A temporary folder for pictures. */
import { join } from "node:path";
import type { Warning } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import type { Sharp } from "sharp";
import type { Picture } from "../../src/image-files/picture.js";
import { readPicture } from "../../src/image-files/read-picture.js";
import { writePicture } from "../../src/image-files/write-picture.js";

/** Makes the folder; call at the top of a test file. */
export function pictureFolder() {
  const folder = temporaryFolder();
  const path = (name: string): string => join(folder, name);
  return {
    folder,
    path,

    /** Saves an image there and returns its path. */
    async save(image: Sharp, name: string): Promise<string> {
      await image.toFile(path(name));
      return path(name);
    },

    /** Writes a picture and reads it again. */
    async roundTrip(
      name: string,
      picture: Picture,
      options?: { quality?: number; onWarning?: (warning: Warning) => void },
    ): Promise<Picture> {
      await writePicture(path(name), picture, { force: true, ...options });
      return readPicture(path(name));
    },
  };
}
