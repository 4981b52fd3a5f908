/** Whether objects in S3 are as they were: by their size and the tag that the storage gives to their content. */
import { below, parseS3, type S3Location, type Storage, type StoredObject } from "@kernelgan/queue";
import type { FileLookup } from "../file-lookup.js";

/**
 * Looks at objects by their `s3://` addresses, or by their paths below a location if one is given.
 *
 * @param listed objects that have been listed already, by address: they are not requested one by one
 */
export function s3Files(
  storage: Storage,
  root?: S3Location,
  listed?: ReadonlyMap<string, StoredObject>,
): FileLookup {
  const find = async (path: string): Promise<StoredObject | undefined> =>
    listed?.get(path) ?? storage.find(root ? below(root, path) : parseS3(path));
  return {
    bytes: async (path) => (await find(path))?.bytes,
    async state(path) {
      const found = await find(path);
      return found ? { bytes: found.bytes, sha256: "", etag: found.etag } : null;
    },
    async holds(path, state) {
      const found = await find(path);
      if (!state || !found) return !state && !found;
      return found.bytes === state.bytes && found.etag === state.etag;
    },
  };
}
