/** sharp, set up for this package. */
import sharp from "sharp";

// Each image is read once: a cache of decoded pixels would only hold memory.
sharp.cache(false);

export { sharp };
