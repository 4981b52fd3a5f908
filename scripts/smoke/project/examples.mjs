/** The examples of the read-mes, as they are printed there. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { imresize, readImage, writeImage } from "kernelgan";

const photo = readFileSync("photo.png");
const image = await readImage(photo);
const small = imresize(image, { scale: 1 / 2 });

process.env.PORT = "0";
const { server } = await import("./server.mjs");
if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
const post = (body) => fetch(`http://localhost:${server.address().port}`, { method: "POST", body });
const response = await post(photo);
assert.equal(response.headers.get("content-type"), "image/webp");
const larger = await readImage(new Uint8Array(await response.arrayBuffer()));
assert.deepEqual([larger.width, larger.height], [2 * image.width, 2 * image.height]);
const refusal = await post("no image");
assert.equal(refusal.status, 400);
assert.match(refusal.headers.get("content-type"), /^text\/plain/);
server.close();

for (const folder of ["lr", "hr"]) await mkdir(folder, { recursive: true });
await writeImage("hr/photo.png", image, { force: true });
await writeImage("lr/photo.png", small, { force: true });
const lines = [];
console.log = (line) => lines.push(line);
await import("./folder.mjs");
assert.match(lines.join(), /^photo\.png: \d\d\.\d\d dB, confidence 0\.\d\d$/);

const { enlarge } = await import("./canvas.js");
const { width, height } = small;
const pixels = Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) =>
  i % 4 === 3 ? 255 : Math.round(255 * small.data[(i % 4) * width * height + (i >> 2)]),
);
let drawn;
const context = {
  getImageData: () => ({ data: pixels, width, height }),
  putImageData: (data) => (drawn = data),
};
const canvas = { width, height, getContext: () => context };
await enlarge(canvas);
assert.deepEqual(
  [canvas.width, canvas.height, drawn.width, drawn.height],
  [2 * width, 2 * height, 2 * width, 2 * height],
);
process.exit();
