/** What went wrong, in words for the visitor. */
import { capitalised } from "@kernelgan/figures";
import { signal } from "@preact/signals";
import { TaskError } from "../bridge/messages.js";
import { limits } from "./limits.js";

/** What the page can offer to do about it (session/ways-out.ts). */
export type WayOut = "oneThread" | "smaller" | "again" | "anotherSeed";

export interface Problem {
  title: string;
  text: string;
  waysOut: readonly WayOut[];
}

export const problem = signal<Problem | undefined>();

/** Shows what went wrong; a computation that was cancelled is no problem. */
export function showProblem(error: unknown): void {
  const { code, message } =
    error instanceof TaskError ? error : { code: "unexpected", message: String(error) };
  if (code === "aborted") return;
  console.error(`${code}: ${message}`);
  problem.value = describe(code, message);
}

function describe(code: string, message: string): Problem {
  switch (code) {
    case "invalid-input":
      return {
        title: "This is not a picture that the browser can open",
        text: "Choose a PNG, JPEG, WebP, AVIF or GIF file. Photographs in HEIC have to be saved as JPEG first.",
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
        waysOut: ["smaller", "oneThread"],
      };
    case "worker-died":
      return {
        title: "The computation broke off",
        text: "The browser ended it, or it ran out of memory. On one thread it is slower, and needs less.",
        waysOut: ["oneThread", "again"],
      };
    case "not-answering":
      return {
        title: "The computation has not answered for half a minute",
        text: "The device may be busy, or the computation stuck. It continues if you wait.",
        waysOut: ["oneThread", "again"],
      };
    case "training-failed":
      return { title: "No usable kernel was found", text: sentence(message), waysOut: ["anotherSeed"] };
    case "device-unavailable":
      return {
        title: "This engine does not work here",
        text: "The browser may be too old, or the engine could not be fetched.",
        waysOut: ["oneThread", "again"],
      };
    default:
      return {
        title: "Something went wrong",
        text: sentence(message),
        waysOut: ["again", "oneThread"],
      };
  }
}

const sentence = (message: string): string => `${capitalised(message)}.`;
