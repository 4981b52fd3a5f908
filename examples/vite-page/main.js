// The page: sends the pixels of the chosen picture to the worker, and draws what comes back.
const worker = new Worker(new URL("enlarge-worker.js", import.meta.url), { type: "module" });
const input = /** @type {HTMLInputElement} */ (document.querySelector("input"));
const progress = /** @type {HTMLProgressElement} */ (document.querySelector("progress"));
const status = /** @type {HTMLElement} */ (document.querySelector("[role=status]"));
const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector("canvas"));

input.onchange = async () => {
  const file = input.files?.[0];
  if (!file) return;
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  status.textContent = bitmap ? "" : `${file.name} is not a picture that this browser can open`;
  if (!bitmap) return;
  draw(bitmap.width, bitmap.height, (context) => context.drawImage(bitmap, 0, 0));
  worker.postMessage(context().getImageData(0, 0, canvas.width, canvas.height));
};

worker.onmessage = ({ data: { done, pixels, message } }) => {
  if (done !== undefined) progress.value = done;
  if (message !== undefined) status.textContent = message;
  if (pixels) draw(pixels.width, pixels.height, (context) => context.putImageData(pixels, 0, 0));
};

function context() {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/** @type {(width: number, height: number, paint: (context: CanvasRenderingContext2D) => void) => void} */
function draw(width, height, paint) {
  Object.assign(canvas, { width, height });
  paint(context());
}
