/** Whether objects in S3 are as they were: by their size and the tag that the storage gives to what they hold. */
import { below, parseS3, type S3Location, type Storage, type StoredObject } from "@kernelgan/queue";
import type { FileLookup } from "../lookup.js";
import { inOurWords } from "./failure.js";

/**
 * Looks at objects by their `s3://` addresses, or by their paths below a place if one is given.
 *
 * @param known objects that have been listed already, by address: they are not asked for one by one
 */
export function s3Files(
  storage: Storage,
  place?: S3Location,
  known?: ReadonlyMap<string, StoredObject>,
): FileLookup {
  const find = (path: string): Promise<StoredObject | undefined> =>
    inOurWords(() => known?.get(path) ?? storage.find(place ? below(place, path) : parseS3(path)));
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
