/**
 * Upscaling of an image whose pixels are repeated (image/repeated-pixels.ts): they are merged, and made up for by
 * enlarging more, with the bicubic kernel. That the pixels are repeated says nothing of how the picture before was
 * made, and of its blur too little is left to estimate.
 */
import { mergeRepeated, type Repetition, type StraightImage, type TakeRows } from "../image/index.js";
import { bicubicKernel, bicubicKernels } from "../kernel/index.js";
import { applicableOptions } from "../options/index.js";
import {
  SUPER_RESOLVE_OPTIONS,
  type SuperResolution,
  type SuperResolveControl,
  type SuperResolveOptions,
  superResolve,
  UPSCALE_FACTORS,
  type UpscaleFactor,
  withinRectangle,
} from "../restore/index.js";
import { distinctWarnings } from "../warnings.js";

/**
 * Merges the repeated pixels and enlarges by `scale` times their number: in two steps where that is no factor that
 * there are kernels for.
 *
 * @param onRows gets the result's rows
 * @throws KernelGanError as superResolve
 */
export async function upscaleRepeated(
  { image, alpha }: StraightImage,
  repetition: Repetition,
  values: SuperResolveOptions & { scale: UpscaleFactor },
  { onRows, onProgress, ...control }: Omit<SuperResolveControl, "onRows"> & { readonly onRows: TakeRows },
): Promise<Omit<SuperResolution, "image" | "alpha">> {
  const { factor, top, left } = repetition;
  const { scale, priorModel } = values;
  const options = { ...applicableOptions(SUPER_RESOLVE_OPTIONS, { ...values }), priorModel };
  const direct = UPSCALE_FACTORS.find((possible) => possible === factor * scale);
  const enlargements = direct === undefined ? [factor, scale] : [direct];
  let smaller: StraightImage = {
    image: mergeRepeated(image, repetition),
    alpha: alpha && mergeRepeated(alpha, repetition),
  };
  const results: SuperResolution[] = [];
  let stepsBefore = 0;
  for (const [n, by] of enlargements.entries()) {
    const later = enlargements.length - 1 - n;
    let steps = 1;
    const result: SuperResolution = await superResolve(
      smaller.image,
      bicubicKernels(enlargements),
      { ...options, scale: by, alpha: smaller.alpha },
      {
        ...control,
        onProgress:
          onProgress &&
          ((progress) => {
            steps = progress.steps;
            onProgress({
              ...progress,
              step: stepsBefore + progress.step,
              steps: stepsBefore + steps + later,
            });
          }),
        onRows:
          later > 0
            ? undefined
            : withinRectangle(
                {
                  // Where the first group is cut, merging has made it whole.
                  x: scale * ((factor - left) % factor),
                  y: scale * ((factor - top) % factor),
                  width: scale * image.width,
                  height: scale * image.height,
                },
                onRows,
              ),
      },
    );
    stepsBefore += steps;
    results.push(result);
    smaller = result;
  }
  const { image: _image, alpha: _alpha, ...last } = results.at(-1) as SuperResolution;
  return {
    ...last,
    scale,
    kernel: bicubicKernel(scale),
    trainings: results.flatMap(({ trainings }) => trainings),
    timing: { ...last.timing, seconds: results.reduce((sum, { timing }) => sum + timing.seconds, 0) },
    warnings: [
      {
        code: "repeated-pixels",
        message: `each pixel is repeated ${factor}×${factor} times: that is undone, then the picture is enlarged in the usual way`,
      },
      ...distinctWarnings(results.flatMap(({ warnings }) => warnings)),
    ],
  };
}
