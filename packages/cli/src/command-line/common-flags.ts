/** Flags that several commands have. */
import { INPUT_FORMATS_TEXT } from "../image-files/formats.js";
import type { Argument } from "./command.js";
import type { FlagTable } from "./flags.js";

/** What a command prints, and whether it replaces files: nothing that changes its results. */
export const OUTPUT_FLAGS = {
  json: { type: "boolean", default: false, help: "print one JSON document on stdout" },
  quiet: { type: "boolean", default: false, help: "print only errors and warnings" },
  force: { type: "boolean", default: false, help: "replace files that exist" },
} as const satisfies FlagTable;

/** How a command that takes long says where it stands. */
export const PROGRESS_FLAG = {
  progress: {
    type: "choice",
    values: ["text", "json"],
    default: "text",
    help: "what is said on stderr: text for people, or one JSON object a line for programs",
  },
} as const satisfies FlagTable;

/** `--json` for a command that writes no files. */
export const JSON_FLAG = { json: OUTPUT_FLAGS.json } as const;

/** Images that are read one by one. */
export const IMAGES_ARGUMENT = {
  placeholder: "image",
  several: true,
  help: `images: ${INPUT_FORMATS_TEXT}; - for standard input`,
} as const satisfies Argument;

/** The address of a queue. */
export const QUEUE_FLAG = {
  queue: {
    type: "text",
    placeholder: "url",
    environment: "KERNELGAN_QUEUE",
    mayHoldPassword: true,
    help: "queue on Redis: redis://host:port, rediss:// for TLS",
  },
} as const satisfies FlagTable;
