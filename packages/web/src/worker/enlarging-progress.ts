/**
 * The progress of an enlargement to its end. The library reports the restoring; after that the interpolated picture is
 * drawn, which takes a fifth of the time of a large picture.
 */
import type { SuperResolveProgress } from "@kernelgan/core";

/** Of each pixel that is drawn: at first as on a computer of two cores, then as on this device. */
let secondsPerPixel = 1e-7;

/** Reports both as one stage. */
export class EnlargingProgress {
  readonly #started = performance.now();
  #restored: SuperResolveProgress = { stage: "enlarging", step: 0, steps: 1, done: 0, secondsLeft: 0 };
  /** How much of the stage the restoring is, in [0, 1]. */
  #share = 0;
  #stageStarted = this.#started;
  #drawingStarted = this.#started;

  /** @param pixels that are drawn after the restoring */
  constructor(
    private readonly pixels: number,
    private readonly report: (progress: SuperResolveProgress) => void,
  ) {}

  /** The library's report. Of what comes before the last stage it is handed on as it is. */
  restored(progress: SuperResolveProgress): void {
    const { stage, step, steps, done, secondsLeft } = progress;
    if (stage !== this.#restored.stage || step !== this.#restored.step)
      this.#stageStarted = performance.now();
    this.#restored = progress;
    this.#drawingStarted = performance.now();
    if (stage === "training" || step < steps - 1) {
      this.report(progress);
      return;
    }
    const drawing = this.#expectedDrawing();
    const restoring = (this.#drawingStarted - this.#stageStarted) / 1000 + secondsLeft;
    this.#share = restoring / (restoring + drawing);
    this.report({ ...progress, done: this.#share * done, secondsLeft: secondsLeft + drawing });
  }

  /** @param part of the interpolated picture that is drawn, in (0, 1] */
  drawn(part: number): void {
    const seconds = (performance.now() - this.#drawingStarted) / 1000;
    // What was expected counts less the more is drawn: the first rows also wait for the end of the restoring.
    const total = (1 - part) * this.#expectedDrawing() + seconds;
    if (part === 1) secondsPerPixel = seconds / this.pixels;
    const done = this.#share + (1 - this.#share) * part;
    this.report({ ...this.#restored, done, secondsLeft: (1 - part) * total });
  }

  #expectedDrawing(): number {
    return this.pixels * secondsPerPixel;
  }
}
