/**
 * One training iteration of KernelGAN (paper, sections 3 and 4): a step of the generator G, then a step of the
 * discriminator D on what the updated G makes.
 *
 * G's step. G shrinks a crop x of the image with the kernel k that it folds to, y = (x ⋆ k) ↓s, and descends
 *
 *     L_G = ‖D(y) − 1‖₁ + R(k)
 *     R(k) = α |1 − Σ k| + β Σ |k · m| + γ Σ |k|^p + δ ‖centre of mass of k − (x₀, y₀)‖ + ε ‖y − bicubic(x)‖²
 *
 * so that D takes y for a piece of the image while k stays a plausible kernel (losses.ts, presets.ts; the paper has no
 * bicubic term).
 *
 * D's step. D sees a crop z of the image and the updated G's y, both with noise, and descends
 *
 *     L_D = (‖D(z) − 1‖₁ + ‖D(y) − 0‖₁) / 2
 *
 * to learn which patches are the image's. Norms are means over a D-map. Both steps are Adam's (graph/adam.ts).
 */
import type { Tensor } from "../graph/graph.js";
import { add, mul } from "../graph/ops/arithmetic.js";
import { reshape, stopGradient } from "../graph/ops/shape.js";
import {
  type DiscriminatorParameters,
  discriminate,
  discriminatePair,
  normaliseDiscriminator,
  type SingularVectors,
} from "./discriminator.js";
import { type Fold, foldedKernel, foldGenerator } from "./fold.js";
import type { GeneratorLayer } from "./generator.js";
import {
  adversarialLoss,
  bicubicLoss,
  boundariesLoss,
  centreLoss,
  sparseLoss,
  sumToOneLoss,
} from "./losses.js";
import { descend, type PackedParameters, unpack } from "./parameter-slabs.js";
import type { KernelGanSettings } from "./presets.js";
import type { Controls } from "./schedule.js";
import { applyKernel } from "./strided-product.js";
import type { CropName, LossName, TrainingSizes } from "./training-layout.js";

/** Both networks, between two iterations. */
export interface Networks {
  generator: PackedParameters<GeneratorLayer>;
  /** The generator folded. */
  fold: Fold;
  discriminator: PackedParameters<keyof DiscriminatorParameters>;
  singularVectors: SingularVectors;
}

/** The networks after an iteration, and what it saw. */
export interface Iteration extends Networks {
  /** The updated G's kernel, [n, n]. */
  kernel: Tensor;
  /** D-maps of D's step. */
  realMap: Tensor;
  fakeMap: Tensor;
  /** Unweighted. */
  losses: Record<LossName, Tensor>;
}

/**
 * @param crops `rows` for G (strided-product.ts) with `target`, its bicubic downscaling; `real` for D; `noise` for the
 *   fake that D sees
 * @param control the numbers that the schedule changes, as scalars
 */
export function trainingIteration(
  networks: Networks,
  crops: Readonly<Record<CropName, Tensor>>,
  control: Controls<Tensor>,
  { channels, outputSize: m, scale }: TrainingSizes,
  settings: KernelGanSettings,
): Iteration {
  const asCrop = (samples: Tensor): Tensor => reshape(samples, [channels, 1, m, m]);
  const downscale = (kernel: Tensor): Tensor => applyKernel(kernel, crops.rows, scale, m);
  const d = normaliseDiscriminator(
    unpack(networks.discriminator),
    networks.singularVectors,
    settings.powerIterations,
  );

  // G's step: make D take the fake for real, with a plausible kernel.
  const kernel = foldedKernel(networks.fold);
  const fake = downscale(kernel);
  const terms = {
    generator: adversarialLoss(discriminate(d, asCrop(fake)), 1),
    bicubic: bicubicLoss(fake, crops.target),
    sumToOne: sumToOneLoss(kernel),
    boundaries: boundariesLoss(kernel, settings),
    sparse: sparseLoss(kernel, settings),
    centre: centreLoss(kernel, scale, settings),
  };
  const regularisation = [
    mul(terms.sumToOne, settings.sumToOne), // α
    mul(terms.boundaries, settings.boundaries.weight), // β
    mul(terms.sparse, control.sparse), // γ
    mul(terms.centre, control.centre), // δ
  ];
  if (settings.bicubic.weight > 0) regularisation.push(mul(terms.bicubic, control.bicubic)); // ε
  const generatorLoss = regularisation.reduce(add, terms.generator);
  const generator = descend(networks.generator, generatorLoss, control, settings.adam);

  // D's step: distinguish the image's crop from what the updated G makes of another.
  const fold = foldGenerator(unpack(generator));
  const newKernel = foldedKernel(fold);
  const noisyFake = add(stopGradient(asCrop(downscale(newKernel))), asCrop(crops.noise));
  const { realMap, fakeMap } = discriminatePair(d, asCrop(crops.real), noisyFake);
  const discriminatorLoss = mul(add(adversarialLoss(realMap, 1), adversarialLoss(fakeMap, 0)), 0.5);
  const discriminator = descend(networks.discriminator, discriminatorLoss, control, settings.adam);

  return {
    generator,
    fold,
    discriminator,
    singularVectors: d.singularVectors,
    kernel: newKernel,
    realMap,
    fakeMap,
    losses: { ...terms, discriminator: discriminatorLoss },
  };
}
