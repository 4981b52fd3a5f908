/** What went wrong, as a visitor should hear it. */
import { capitalised } from "@kernelgan/figures";
import { signal } from "@preact/signals";
import { TaskError } from "../bridge/messages.js";
import { limits } from "./limits.js";

/** A way out. */
export interface WayOut {
  label: string;
  go(): void;
}

export interface Problem {
  title: string;
  text: string;
  waysOut: WayOut[];
}

export const problem = signal<Problem | undefined>();

/** What the page can offer. */
export interface WaysOut {
  oneThread: WayOut;
  smaller: WayOut;
  again: WayOut;
  anotherSeed: WayOut;
}

/** Shows what went wrong; being cancelled is nothing wrong. */
export function showProblem(error: unknown, ways: WaysOut): void {
  const { code, message } =
    error instanceof TaskError ? error : { code: "unexpected", message: String(error) };
  if (code === "aborted") return;
  console.error(`${code}: ${message}`);
  problem.value = describe(code, message, ways);
}

function describe(code: string, message: string, ways: WaysOut): Problem {
  switch (code) {
    case "invalid-input":
      return {
        title: "This is not a picture that the browser can open",
        text: "Choose a PNG, JPEG, WebP, AVIF or GIF file. Photographs in HEIC have to be saved as JPEG first.",
        waysOut: [],
      };
    case "image-too-small":
      return { title: "The picture is too small", text: sentence(message), waysOut: [] };
    case "image-flat":
      return {
        title: "There is nothing to learn from in this picture",
        text: sentence(message),
        waysOut: [],
      };
    case "image-too-large":
      return {
        title: "The picture is too large for this device",
        text: `${sentence(message)} At most ${Math.round(limits.decoded / 1e6)} megapixels can be opened here; the kernelgan command has no such limit.`,
        waysOut: [],
      };
    case "out-of-memory":
      return {
        title: "The memory ran out",
        text: "The browser has no room for a picture of this size. Close other tabs, or use a smaller part of it.",
        waysOut: [ways.smaller, ways.oneThread],
      };
    case "worker-died":
      return {
        title: "The computation broke off",
        text: "The browser ended it, or it ran out of memory. On one thread it is slower, and needs less.",
        waysOut: [ways.oneThread, ways.again],
      };
    case "not-answering":
      return {
        title: "The computation has not been heard of for half a minute",
        text: "The device may be busy, or the computation stuck. It goes on if you wait.",
        waysOut: [ways.oneThread, ways.again],
      };
    case "training-failed":
      return { title: "No usable kernel was found", text: sentence(message), waysOut: [ways.anotherSeed] };
    case "device-unavailable":
      return {
        title: "This engine does not work here",
        text: "The browser may be too old, or the engine could not be fetched.",
        waysOut: [ways.oneThread, ways.again],
      };
    default:
      return {
        title: "Something went wrong",
        text: sentence(message),
        waysOut: [ways.again, ways.oneThread],
      };
  }
}

const sentence = (message: string): string => `${capitalised(message)}.`;
