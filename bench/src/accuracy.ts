/**
 * `npm run bench:accuracy -- --data DIR [--images NAME,… --methods release,kernelgan,spectral,auto]`
 *
 * What DIR holds is recognised (layouts/):
 *
 * - sets of images with known kernels, this project's own, the published test of FKP, or DIV2KRK: see
 *   known-set-accuracy.ts. [--sets Set5_x2,Set5_x3 --seeds 0,1,2 --noise 5 --jpeg 80 --judge fast|zssr --wrap none
 *   --preset paper --iterations 3000 --threads 2 --out DIR]; --out keeps the kernels and the figures for judges of
 *   other programs (write-results.ts). KernelGAN takes some 20 s for an image and seed; each set prints its tables as
 *   soon as it is done.
 * - sharp photographs: what `upscale` does to pictures that suffered something else than a blur, see harm.ts.
 *   [--kinds bicubic,webp60 --scale 3]; each kind prints its figures as soon as it is done.
 */

import { ESTIMATE_OPTIONS, PRESETS, type Preset, RESTORE_METHODS } from "@kernelgan/core";
import { nameAmong, namesAmong, scriptArguments, wrongArgument } from "@kernelgan/testing/script-arguments";
import { degradationOf } from "./degradation.js";
import { printHarm } from "./harm.js";
import { HARM_KINDS } from "./harm-kinds.js";
import { estimateMethods, kernelNames } from "./kernels.js";
import { type AccuracyOptions, measureSet, printSet } from "./known-set-accuracy.js";
import { openData } from "./layouts/layouts.js";
import { scaleNamed } from "./scale-named.js";
import { writeResults } from "./write-results.js";

const { values } = scriptArguments({
  options: {
    data: { type: "string" },
    sets: { type: "string" },
    methods: { type: "string" },
    images: { type: "string" },
    kinds: { type: "string" },
    scale: { type: "string", default: "2" },
    seeds: { type: "string", default: "0" },
    noise: { type: "string", default: "0" },
    jpeg: { type: "string" },
    judge: { type: "string", default: "fast" },
    wrap: { type: "string", default: "auto" },
    preset: { type: "string" },
    iterations: { type: "string" },
    threads: { type: "string", default: "2" },
    out: { type: "string" },
  },
});

const PRESET_NAMES = Object.keys(PRESETS) as Preset[];
const KINDS = Object.keys(HARM_KINDS);
const data = await openData(values.data, values.sets);
const wanted = values.images?.split(",");
if ("photographs" in data) {
  await printHarm(data.photographs, {
    methods: estimateMethods(values.methods ?? "auto"),
    kinds: namesAmong(values.kinds ?? KINDS.join(","), "kind", KINDS),
    scale: scaleNamed(values.scale, [2, 3, 4]),
    names: wanted,
  });
} else {
  const methods = kernelNames(values.methods ?? "release,kernelgan,spectral,auto");
  const options: AccuracyOptions = {
    methods: methods.filter((name) => name !== "bicubic" && name !== "true"),
    seeds: values.seeds.split(",").map(Number),
    threads: Number(values.threads),
    restore: nameAmong(values.judge, "judge", RESTORE_METHODS),
    wrap: nameAmong(values.wrap, "wrap", ESTIMATE_OPTIONS.wrap.values),
    preset: values.preset === undefined ? undefined : nameAmong(values.preset, "preset", PRESET_NAMES),
    iterations: values.iterations === undefined ? undefined : Number(values.iterations),
    degradation: degradationOf(values),
  };
  const sets = data.sets
    .map((set) => ({ set, images: set.images.filter((image) => wanted?.includes(image) ?? true) }))
    .filter(({ images }) => images.length > 0);
  if (sets.length === 0) {
    const names = new Set(data.sets.flatMap((set) => set.images));
    wrongArgument(`no images of the names ${values.images}; there are ${[...names].join(", ")}`);
  }
  console.log(`Seeds ${values.seeds} where there are any.`);
  for (const { set, images } of sets) {
    const results = await measureSet(set, images, options);
    printSet(results, options);
    if (values.out !== undefined) await writeResults(values.out, results);
  }
}
