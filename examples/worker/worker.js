// The worker: bitmap in, lines of text out. The bundler finds the engine (ONNX Runtime's WebAssembly) by itself.
import { estimateKernel, fromImageData, kernelRows } from "@kernelgan/core";

self.onmessage = async ({ data: bitmap }) => {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { image, alpha } = fromImageData(context.getImageData(0, 0, width, height));
  try {
    const { kernel } = await estimateKernel(
      image,
      { method: "kernelgan", scale: 2, alpha }, // the GAN; the default method takes half a second
      {
        onProgress: ({ training, secondsLeft }) =>
          postMessage(`${training.iteration}: ${secondsLeft.toFixed(0)} s left`),
      },
    );
    const rows = kernelRows(kernel).map((row) => row.map((weight) => weight.toFixed(4)).join(" "));
    postMessage(rows.join("\n"));
  } catch (error) {
    // One line, which says what to do: of a picture that is too small, or without any detail.
    postMessage(error.message);
  }
};
