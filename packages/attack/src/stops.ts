/** SIGINT at any moment of work on an image of 24 megapixels. */
import { random } from "@kernelgan/core";
import sharp from "sharp";
import { Arena, type Figures } from "./arena.js";
import { makeSeeds } from "./attacks.js";
import { pick } from "./damage.js";
import type { Limits } from "./watch.js";

const WIDTH = 6000;
const HEIGHT = 4000;

/** Starts commands and stops each after a random time. */
export async function attackByStops(
  rounds: number,
  seed: number,
  limits: Limits,
  onProgress?: (done: number, of: number) => void,
): Promise<Figures> {
  // The work itself may take long, and the memory that 24 megapixels take.
  const arena = new Arena({ ...limits, seconds: 120, bytes: 4 * 2 ** 30 });
  const numbers = random(seed, 4_000_001);
  try {
    const [good] = (await makeSeeds()).images;
    const large = sharp(good?.bytes).resize(WIDTH, HEIGHT, { fit: "fill" });
    await large.clone().jpeg().toFile(arena.at("in", "large.jpg"));
    await large
      .clone()
      .toColourspace("rgb16")
      .png({ compressionLevel: 1 })
      .toFile(arena.at("in", "large16.png"));
    for (let round = 0; round < rounds; round++) {
      const image = pick(numbers, ["large.jpg", "large16.png"]);
      const out = arena.at("out");
      const [args, longest] = pick<[string[], number]>(numbers, [
        [["estimate", image, "--out", out, "--quiet"], 6000],
        [["upscale", image, "--kernel", "bicubic", "--out", out, "--quiet"], 20_000],
        [["upscale", image, "--out", `${out}/large.avif`, "--quiet"], 10_000],
        [["degrade", image, "--random", "--out", out, "--quiet"], 6000],
        [["evaluate", "--sr", image, "--hr", image], 8000],
        [["batch", image, "--method", "spectral", "--out", out, "--quiet"], 6000],
      ]);
      await arena.run(args, { inputs: 1, out, stopAfter: numbers.integer(longest) });
      arena.clear("out");
      onProgress?.(round + 1, rounds);
    }
    return arena.figures;
  } finally {
    arena.remove();
  }
}
