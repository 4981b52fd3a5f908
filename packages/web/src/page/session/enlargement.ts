/** Enlarging the picture with the kernel that was found. */
import { chosenEngine } from "../engines.js";
import { currentValues } from "../settings.js";
import { canvasOf } from "./canvas.js";
import { cancel, compute } from "./computation.js";
import { currentSource } from "./source.js";
import { enlargement, estimation } from "./state.js";

/** Enlarges the picture; stops what is being computed. Does nothing before the estimate has ended, and at ×8. */
export async function enlarge(): Promise<void> {
  const source = currentSource();
  const options = currentValues();
  const { scale, method } = options;
  const found = estimation.value;
  if (!source || scale === 8 || (found.phase !== "done" && found.phase !== "impossible")) return;
  cancel();
  enlargement.value = { phase: "working" };
  await compute(async (call) => {
    const { result, bicubic, png, facts } = await call(
      "upscale",
      {
        source,
        engine: chosenEngine.value,
        estimate: found.phase === "done" ? found.estimate : undefined,
        options: { ...options, scale },
      },
      (progress) => {
        enlargement.value =
          progress.stage === "engine"
            ? { phase: "engine", loaded: progress.loaded, bytes: progress.bytes }
            : { phase: "working", progress };
      },
    );
    enlargement.value = {
      phase: "done",
      scale,
      method,
      result: canvasOf(result),
      bicubic: canvasOf(bicubic),
      png,
      facts,
    };
  });
}
