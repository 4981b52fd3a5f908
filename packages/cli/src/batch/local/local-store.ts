/** Images and results on this machine. */
import { join } from "node:path";
import { fileIdentity } from "../../files/look.js";
import { findImages } from "../../tasks/find-images.js";
import { localFiles } from "../file-lookup.js";
import type { BatchStore } from "../store.js";
import { runLocal } from "./run-local.js";

/** @param out the output folder */
export function localStore(out: string): BatchStore {
  return {
    out,
    folder: out,
    images: localFiles(),
    outputs: localFiles(out),
    findImages: (inputs) => findImages(inputs, out),
    identityOf: fileIdentity,
    outputAt: (path) => join(out, path),
    localRunner: runLocal,
    recorded: async () => {},
    forSummary: async (records) => records,
    finish: async (files) => [...files],
    close: async () => {},
  };
}
