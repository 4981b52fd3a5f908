/** What went wrong, in words for the visitor. */
import { capitalised } from "@kernelgan/figures";
import { signal } from "@preact/signals";
import { TaskError } from "../bridge/messages.js";
import { limits } from "./limits.js";

/** What the page can offer to do about it (session/ways-out.ts). */
export type WayOut = "oneThread" | "smaller" | "again" | "anotherSeed" | "usual" | "withoutEngine";

export interface Problem {
  /** The name of the file that it is about. */
  about?: string | undefined;
  title: string;
  text: string;
  waysOut: readonly WayOut[];
}

export const problem = signal<Problem | undefined>();

/** Shows what went wrong, with a file perhaps; what was cancelled is no problem. */
export function showProblem(error: unknown, about?: string): void {
  // The ways out are those of a computation: of anything else that failed they would not be a repetition.
  show(error, { about, waysOut: [] });
}

/** Shows what went wrong with the computation on a file, and offers what can be done about it. */
export function showFailure(error: unknown, about: string | undefined): void {
  show(error, { about });
}

function show(error: unknown, how: Partial<Problem>): void {
  const { code, message } = codeOf(error);
  if (code === "aborted") return;
  console.error(`${code}: ${message}`);
  problem.value = { ...describe(code, message), ...how };
}

/** Of a file that stays as it is: to try the same again does not help. */
const OF_THE_FILE = ["invalid-input", "file-empty", "file-damaged", "file-unreadable", "image-too-large"];

export const isOfTheFile = (error: unknown): boolean => OF_THE_FILE.includes(codeOf(error).code);

/** What went wrong, without showing it. */
export function describeError(error: unknown): Problem & { code: string } {
  const { code, message } = codeOf(error);
  return { ...describe(code, message), code };
}

const NEEDS_AN_ENGINE =
  "KernelGAN and ZSSR need an engine; “automatic” and “fast” need none, and work without a connection.";

const codeOf = (error: unknown): { code: string; message: string } =>
  error instanceof TaskError ? error : { code: "unexpected", message: String(error) };

function describe(code: string, message: string): Problem {
  switch (code) {
    case "invalid-input":
      return {
        title: "This is not a picture that the browser can open",
        text: "Choose a PNG, JPEG, WebP, AVIF or GIF file.",
        waysOut: [],
      };
    case "file-empty":
      return {
        title: "The file is empty",
        text: "There is nothing in it. Perhaps it was not copied or downloaded to its end.",
        waysOut: [],
      };
    case "file-damaged":
      return {
        title: "The picture is damaged",
        text: `${sentence(message)} Copy or download it once more.`,
        waysOut: [],
      };
    case "file-unreadable":
      return { title: "The browser cannot open this file", text: sentence(message), waysOut: [] };
    case "too-large-for-scale":
      return {
        title: "Too large to be enlarged so much on this device",
        text: `It has ${message} pixels. Choose a smaller scale, or open it to enlarge a part of it.`,
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
        waysOut: ["oneThread", "again", "usual"],
      };
    case "not-answering":
      return {
        title: "The computation has not answered for half a minute",
        text: "The device may be busy, or the computation stuck. It continues if you wait.",
        waysOut: ["oneThread", "again"],
      };
    case "kernel-unreadable":
      return {
        title: "There is no kernel in this file",
        text: `${sentence(`it ${message}`)} Kernels are read from .mat, .npy, .json and .png files.`,
        waysOut: [],
      };
    case "kernel-without-picture":
      return {
        title: "Open a picture first",
        text: "This file holds a kernel: it says how a picture was blurred, so it needs the picture.",
        waysOut: [],
      };
    case "kernel-of-another-scale":
      return {
        title: `Your kernel is for ${message}`,
        text: "For another scale the blur is found from the picture itself.",
        waysOut: [],
      };
    case "folder-without-pictures":
      return {
        title: "There is no picture in this folder",
        text: "Nor is there one in the folders in it. PNG, JPEG, WebP, AVIF and GIF files are opened.",
        waysOut: [],
      };
    case "link-dropped":
      return {
        title: "This is a link, not a file",
        text: "The page opens nothing from other sites. Save the picture on this device, and drop the file; or copy the picture, and paste it here.",
        waysOut: [],
      };
    case "example-unavailable":
      return {
        title: "The example could not be fetched",
        text: "It is not kept in this browser, and the site does not answer. Your own pictures can be opened all the same.",
        waysOut: [],
      };
    case "training-failed":
      return {
        title: "KernelGAN found no usable blur",
        text: sentence(message),
        waysOut: ["anotherSeed", "usual"],
      };
    case "engine-not-fetched":
      return {
        title: "The engine could not be fetched",
        text: `${sentence(message)} ${NEEDS_AN_ENGINE}`,
        waysOut: ["withoutEngine", "again"],
      };
    case "device-unavailable":
      return {
        title: "This engine does not work here",
        text: `${sentence(message)} ${NEEDS_AN_ENGINE}`,
        waysOut: ["withoutEngine", "again", "oneThread"],
      };
    case "unexpected":
      return {
        title: "Something went wrong",
        text: sentence(message),
        waysOut: ["again", "oneThread", "usual"],
      };
    default:
      // What the library refuses it refuses again.
      return { title: "Something went wrong", text: sentence(message), waysOut: ["usual"] };
  }
}

const sentence = (message: string): string => `${capitalised(message)}.`;
