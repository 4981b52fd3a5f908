// The worker: ImageData in, messages { done }, { pixels } and { message } out.
import { fromImageData, KernelGanError, toImageData, upscaleImage } from "@kernelgan/core";

const SCALE = 2;

self.onmessage = async ({ data: pixels }) => {
  try {
    const { image, alpha } = fromImageData(pixels);
    const larger = await upscaleImage(
      image,
      { scale: SCALE, alpha },
      { onRestoreProgress: ({ done }) => self.postMessage({ done }) },
    );
    const said = [
      `confidence in the kernel: ${(larger.estimate?.confidence ?? 0).toFixed(2)}`,
      ...larger.warnings.map(({ message }) => message),
    ];
    self.postMessage({ done: 1, pixels: toImageData(larger.image, larger.alpha), message: said.join("; ") });
  } catch (error) {
    // Other errors are those of the browser: the memory ran out, for one.
    self.postMessage({ message: error instanceof KernelGanError ? error.message : String(error) });
  }
};
