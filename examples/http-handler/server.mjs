import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { KernelGanError, upscale } from "kernelgan";

/** One at a time: each uses all processors. @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * @param {Buffer} bytes of an image file
 * @param {AbortSignal} signal
 * @returns {Promise<Uint8Array>} of a WebP file
 */
async function enlarge(bytes, signal) {
  const larger = await upscale(bytes, { scale: 2, maxPixels: 4_000_000 }, { signal });
  return larger.toBuffer("webp", { quality: 90 });
}

export const server = createServer(async (request, response) => {
  // Somebody who has gone away waits for nothing.
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  try {
    const bytes = await buffer(request);
    const work = last.then(() => enlarge(bytes, gone.signal));
    last = work.catch(() => {});
    const larger = await work;
    response.writeHead(200, { "content-type": "image/webp" }).end(larger);
  } catch (error) {
    if (response.destroyed) return;
    const isKnown = error instanceof KernelGanError;
    if (!isKnown) console.error(error);
    // Its message is one line, and says what to do.
    const status = !isKnown ? 500 : error.code === "image-too-large" ? 413 : 422;
    const message = isKnown ? error.message : "internal error";
    response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(message);
  }
}).listen(process.env.PORT ?? 8080);
