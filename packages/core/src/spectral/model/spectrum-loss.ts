/**
 * T, how badly a blur explains the spectrum of an image: the distance between the measured spectrum and the one that
 * the model predicts (spectrum-model.ts), weighed by what scenes are like (scene-prior.ts). It is −2 log-likelihood, up
 * to a constant.
 */

import type { PowerTransfer } from "../shapes/shape.js";
import { CELLS } from "../spectrum/polar-cells.js";
import type { PolarSpectrum } from "../spectrum/polar-spectrum.js";
import { heavyTailed, ScenePrior } from "./scene-prior.js";
import { type BlurModel, SpectrumModel } from "./spectrum-model.js";

/** What compression did to a spectrum. */
export interface Compression {
  /** The power of the noise that it added: q J² of jpeg-spectrum.ts. */
  readonly power: number;
  /** Variances of log S that it causes, band by band: v(r) of jpeg-spectrum.ts; empty: none. */
  readonly uncertain: readonly number[];
}

const NOT_COMPRESSED: Compression = { power: 0, uncertain: [] };

/** Computes the loss of any blur for one image; reuses its memory. */
export class SpectrumLoss {
  readonly #model: SpectrumModel;
  readonly #prior: ScenePrior;
  readonly #residual = new Float64Array(CELLS);
  /** As of {@link BlurModel}. */
  readonly ownGrid: boolean;
  readonly wide: boolean;
  readonly pitch: number | undefined;
  /** Whether the error of compression is in the spectrum. */
  readonly isCompressed: boolean;

  /** @param compression what it did to the spectrum; default: nothing */
  constructor(
    spectrum: PolarSpectrum,
    { ownGrid = false, wide = ownGrid, pitch }: BlurModel = {},
    { power, uncertain }: Compression = NOT_COMPRESSED,
  ) {
    this.ownGrid = ownGrid;
    this.wide = wide;
    this.pitch = pitch;
    this.isCompressed = power > 0 || uncertain.some((variance) => variance > 0);
    this.#model = new SpectrumModel(spectrum, { ownGrid, wide }, power);
    this.#prior = ScenePrior.forSize(spectrum.size, uncertain);
  }

  /** T for a kernel of this |K(f)|². */
  distance(transfer: PowerTransfer): number {
    this.#model.residual(transfer, this.#residual);
    return heavyTailed(this.#prior.distance(this.#residual));
  }
}

/**
 * Whether a box can be told from other shapes: the error of compression fills the zeros by which it is, above all a
 * Gaussian that is cut off, from a Gaussian.
 */
export const tellsBoxes = ({ isCompressed }: SpectrumLoss): boolean => !isCompressed;
