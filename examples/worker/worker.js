// The worker: bitmap in, lines of text out. The bundler finds the engine (ONNX Runtime's WebAssembly) by itself.
import { estimateKernel, kernelRows, planarImage } from "@kernelgan/core";

self.onmessage = async ({ data: bitmap }) => {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data: rgba } = context.getImageData(0, 0, width, height);
  const image = planarImage(width, height, 3); // [channels, height, width], values in [0, 1]
  image.data.forEach((_, i) => {
    const [channel, pixel] = [Math.floor(i / (width * height)), i % (width * height)];
    image.data[i] = rgba[4 * pixel + channel] / 255;
  });
  const { kernel } = await estimateKernel(
    image,
    { method: "kernelgan", scale: 2 }, // the published GAN, which reports progress; the default method takes half a second
    {
      onProgress: ({ iteration, secondsLeft }) =>
        postMessage(`${iteration}: ${secondsLeft.toFixed(0)} s left`),
    },
  );
  postMessage(
    kernelRows(kernel)
      .map((row) => row.map((weight) => weight.toFixed(4)).join(" "))
      .join("\n"),
  );
};
