/** A stream that keeps what is written to it. */
import { Writable } from "node:stream";

/** @param properties of a terminal, e.g. `{ isTTY: true, columns: 80 }` */
export function fakeStream(properties: object): { stream: NodeJS.WriteStream; written: () => string } {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { stream: Object.assign(stream, properties) as unknown as NodeJS.WriteStream, written: () => text };
}
