/**
 * `--progress json`: what a command says on stderr as one JSON object a line, for programs that run it.
 *
 *     {"event":"progress","image":"photo.png","scale":2,"stage":"kernel","done":0.25,"secondsLeft":6.1,"iteration":750,…}
 *     {"event":"warning","image":"photo.png","code":"noisy","message":"…"}
 *     {"event":"done","image":"photo.png","files":["upscaled/photo_x2.png"],"seconds":9.4}
 *     {"event":"error","code":"invalid-input","message":"text.png: not an image …"}
 */
import { jsonLine } from "./text.js";

/** One line. */
export type JsonEvent = { event: string } & Readonly<Record<string, unknown>>;

const speaking = new WeakSet<NodeJS.WritableStream>();

/** From now on what is written to the stream is JSON. */
export function speakJson(stream: NodeJS.WritableStream): void {
  speaking.add(stream);
}

/** Whether the stream is for programs. */
export function speaksJson(stream: NodeJS.WritableStream): boolean {
  return speaking.has(stream);
}

export function writeEvent(stream: NodeJS.WritableStream, event: JsonEvent): void {
  stream.write(`${jsonLine(event)}\n`);
}
