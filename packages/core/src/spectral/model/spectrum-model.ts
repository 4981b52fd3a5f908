/**
 * What the spectrum of an image is if its blur is known. A scene of spectrum |f|^−α under the kernel K, sampled,
 *
 *     S(f) = A Σ_m |f + m|^−α |K(f + m)|² + ν,   m ∈ {0, the two nearest repetitions of the spectrum},
 *
 * with ν the power of the noise (of an image that was shrunk, ν times filteredNoise of own-grid.ts) and of JPEG's error
 * (jpeg-spectrum.ts); α = 2.2, from which real scenes differ as scene-prior.ts describes. log S is averaged in the cells
 * of polar-cells.ts, over every fourth of their frequencies (the windowed spectrum is that smooth). A is the level at
 * which model and image agree on average over the bands LEVEL_BANDS. Where a blur may be wide, it knows the window of
 * the blocks (windowed-power.ts); at scale 1 the scene is that of own-grid.ts, and K has a period.
 *
 * At scale 1 a blur leaves nothing but noise in many bands, and these say nothing of the scene. A scene that has exp(e)
 * times the power of the model in band r is expected to have exp(ρ e) times as much in the next, so that the residual
 * there, in the same direction, is
 *
 *     e(r + 1) = log S − log(exp(ρ e(r)) A |f|^−α |K|² + ν) + ρ e(r):
 *
 * the usual one where there is no noise, and ρ e(r) where there is nothing else. Not so after compression, whose error
 * is not known as well as ν.
 */

import { bicubicPower } from "../shapes/bicubic.js";
import type { PowerTransfer } from "../shapes/shape.js";
import { ANGLES, CELLS, type CellFrequency, normalised, polarCells, RADII } from "../spectrum/polar-cells.js";
import type { PolarSpectrum } from "../spectrum/polar-spectrum.js";
import { jpegNoiseShape } from "./jpeg-spectrum.js";
import { filteredNoise } from "./own-grid.js";
import { type ScenePoints, WindowedPower } from "./windowed-power.js";

/** α: the mean over photographs. */
const EXPONENT = 2.2;
/** Bands whose mean sets the level A: 0.07 to 0.2 cycles per pixel, where there is little noise and no aliasing. */
const LEVEL_BANDS = [2, 3, 4, 5, 6] as const;
/** Steps of the fixed point that finds A with noise, after a first without. */
const LEVEL_STEPS = 1;
/**
 * ρ. With 0, scenes whose spectra fall steeply look as if their blur were wider; with 1, an error at the edge of the
 * noise counts in all of its bands. `npm run bench:wide` of eight photographs (BSD68, Urban100) gave for 0, 0.7 and 1:
 * boxes of 3 pixels 8.67, 10.74 and 10.76 dB, Gaussians of 1 pixel 5.66, 5.88 and 6.26, of 5 pixels 3.10, 3.14 and
 * 2.94, motions of 9 pixels 5.64, 5.57 and 5.33.
 */
const PERSISTENCE = 0.7;
/** Repetitions of the spectrum whose scene is weaker than this share of the frequency's own are left out. */
const MIN_ALIAS = 0.02;
/** A cell needs so many of its frequencies. */
const MIN_FREQUENCIES = 6;

/** The frequencies of the model, and the cells as weights of them. */
interface Plan extends ScenePoints {
  /** Cell c averages over `members[starts[c]]` to before `members[starts[c + 1]]`. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
  readonly weights: Float64Array;
  /** All frequencies, and those in the bands that set the level. */
  readonly all: Int32Array;
  readonly ofLevel: Int32Array;
}

/** What a blur may be. */
export interface BlurModel {
  /** One at scale 1, on the image's own grid (own-grid.ts); default false. */
  readonly ownGrid?: boolean;
  /**
   * Several pixels wide, so that the window of the blocks matters; default `ownGrid`. Takes longer, and says nothing
   * new of narrow blurs: at ×2 the losses of the true kernels of 30 images (Kodak's, under Gaussians, lines, disks and
   * paths of at most 11 pixels of the larger image) differ by less than 3.
   */
  readonly wide?: boolean;
  /**
   * Distance of the pixels that were blurred, in pixels of the image: 1 at scale 1, 1/m of an image that was shrunk by
   * m since; undefined where a reduction by an unknown factor followed the blur.
   */
  readonly pitch?: number | undefined;
}

const plans = new Map<number, Plan>();
const windowedPowers = new Map<string, WindowedPower>();

/** Predicts the spectrum of one image for any kernel. Keeps its work space. */
export class SpectrumModel {
  readonly #spectrum: PolarSpectrum;
  /** Whether the scene is followed into bands of noise. */
  readonly #isFollowed: boolean;
  readonly #plan: Plan;
  readonly #windowed: WindowedPower | undefined;
  /** |K|² at the plan's frequencies, and the spectrum of these. */
  readonly #blur: Float64Array;
  readonly #power: Float64Array;
  readonly #logarithm: Float64Array;
  /** ν. */
  readonly #noise: Float64Array;

  /** @param jpegPower power of the noise that JPEG added: q J² of jpeg-spectrum.ts */
  constructor(spectrum: PolarSpectrum, { ownGrid = false, wide = ownGrid }: BlurModel = {}, jpegPower = 0) {
    this.#spectrum = spectrum;
    this.#isFollowed = ownGrid && jpegPower === 0;
    this.#plan = plans.get(spectrum.size) ?? makePlan(spectrum.size);
    plans.set(spectrum.size, this.#plan);
    if (wide) {
      const key = `${spectrum.size} ${ownGrid}`;
      this.#windowed = windowedPowers.get(key) ?? windowedPower(spectrum.size, this.#plan, ownGrid);
      windowedPowers.set(key, this.#windowed);
    }
    this.#blur = new Float64Array(this.#plan.y.length);
    this.#power = new Float64Array(this.#plan.count);
    this.#logarithm = new Float64Array(this.#plan.count);
    const { noisePower, shrunkBy = 1 } = spectrum;
    const { y: ys, x: xs } = this.#plan;
    this.#noise = new Float64Array(this.#plan.count).map((_, i) => {
      const [y, x] = [ys[i]!, xs[i]!];
      const power = noisePower + jpegPower * (ownGrid ? jpegNoiseShape(y, x, shrunkBy) : 1);
      return power * (shrunkBy > 1 ? filteredNoise(y, x) : 1);
    });
  }

  /**
   * The measured spectrum less the predicted one, cell by cell.
   *
   * @param transfer |K(f)|²; at scale 1 that of one period
   * @param residual CELLS numbers; overwritten
   */
  residual(transfer: PowerTransfer, residual: Float64Array): void {
    const { logPower } = this.#spectrum;
    if (this.#windowed) this.#windowed.evaluate(transfer, this.#power);
    else this.#sumRepetitions(transfer);
    let level = Math.exp(this.#misfit(1, 0));
    for (let step = 0; step < LEVEL_STEPS; step++) {
      level *= Math.exp(Math.min(1, Math.max(-1, this.#misfit(level, 1))));
    }
    if (this.#isFollowed) {
      this.#followScene(level, residual);
      return;
    }
    this.#takeLogarithms(level, 1, this.#plan.all);
    for (let cell = 0; cell < CELLS; cell++) residual[cell] = logPower[cell]! - this.#average(cell);
  }

  /** The header's e(r), from the innermost band of each direction outwards. */
  #followScene(level: number, residual: Float64Array): void {
    const { starts, members, weights } = this.#plan;
    const [power, noise] = [this.#power, this.#noise];
    for (let cell = 0; cell < CELLS; cell++) {
      const expected = cell % RADII === 0 ? 0 : PERSISTENCE * residual[cell - 1]!;
      const scene = level * Math.exp(expected);
      let sum = 0;
      for (let i = starts[cell]!; i < starts[cell + 1]!; i++) {
        const member = members[i]!;
        sum += weights[i]! * Math.log(scene * power[member]! + noise[member]! + Number.MIN_VALUE);
      }
      residual[cell] = this.#spectrum.logPower[cell]! - sum + expected;
    }
  }

  /** The header's sum. */
  #sumRepetitions(transfer: PowerTransfer): void {
    const { y, x, scene, owner } = this.#plan;
    const [power, blur] = [this.#power, this.#blur];
    transfer(y, x, blur);
    power.fill(0);
    for (let i = 0; i < y.length; i++) power[owner[i]!]! += scene[i]! * blur[i]!;
  }

  /**
   * Mean difference between measurement and model over the bands that set the level.
   *
   * @param share of the noise that the model has
   */
  #misfit(level: number, share: number): number {
    const { logPower } = this.#spectrum;
    this.#takeLogarithms(level, share, this.#plan.ofLevel);
    let sum = 0;
    for (let direction = 0; direction < ANGLES; direction++) {
      for (const band of LEVEL_BANDS) {
        const cell = direction * RADII + band;
        sum += logPower[cell]! - this.#average(cell);
      }
    }
    return sum / (ANGLES * LEVEL_BANDS.length);
  }

  /** @param frequencies whose logarithms are needed */
  #takeLogarithms(level: number, share: number, frequencies: Int32Array): void {
    const [power, noise, logarithm] = [this.#power, this.#noise, this.#logarithm];
    for (let n = 0; n < frequencies.length; n++) {
      const i = frequencies[n]!;
      logarithm[i] = Math.log(level * power[i]! + share * noise[i]! + Number.MIN_VALUE);
    }
  }

  #average(cell: number): number {
    const { starts, members, weights } = this.#plan;
    let sum = 0;
    for (let i = starts[cell]!; i < starts[cell + 1]!; i++)
      sum += weights[i]! * this.#logarithm[members[i]!]!;
    return sum;
  }
}

function windowedPower(size: number, plan: Plan, ownGrid: boolean): WindowedPower {
  return ownGrid ? new WindowedPower(size, onOwnGrid(plan), 1) : new WindowedPower(size, plan);
}

/** The scene of own-grid.ts, Σ_m |f + m|^−α |B(f + m)|². */
function onOwnGrid({ count, y, x, scene, owner }: ScenePoints): ScenePoints {
  const folded = new Float64Array(count);
  for (const [i, power] of scene.entries()) folded[owner[i]!]! += power * bicubicPower(y[i]!, x[i]!);
  return {
    count,
    y: y.slice(0, count),
    x: x.slice(0, count),
    scene: folded,
    owner: owner.slice(0, count),
  };
}

function makePlan(size: number): Plan {
  const order = new Map<number, number>();
  const y: number[] = [];
  const x: number[] = [];
  const starts = [0];
  const members: number[] = [];
  const weights: number[] = [];
  const ofLevel = new Set<number>();
  for (const [c, cell] of polarCells(size).entries()) {
    for (const frequency of normalised(subsampled(cell, size))) {
      let member = order.get(frequency.index);
      if (member === undefined) {
        member = y.length;
        order.set(frequency.index, member);
        y.push(frequency.y);
        x.push(frequency.x);
      }
      members.push(member);
      if (LEVEL_BANDS.some((band) => c % RADII === band)) ofLevel.add(member);
      weights.push(frequency.weight);
    }
    starts.push(members.length);
  }
  const count = y.length;
  const scene = y.map((v, i) => (v * v + x[i]! ** 2) ** (-EXPONENT / 2));
  const owner = y.map((_, i) => i);
  for (let i = 0; i < count; i++) {
    for (const alias of nearestRepetitions(y[i]!, x[i]!)) {
      const power = (alias.y ** 2 + alias.x ** 2) ** (-EXPONENT / 2);
      if (power < MIN_ALIAS * scene[i]!) continue;
      y.push(alias.y);
      x.push(alias.x);
      scene.push(power);
      owner.push(i);
    }
  }
  return {
    count,
    y: Float64Array.from(y),
    x: Float64Array.from(x),
    scene: Float64Array.from(scene),
    owner: Int32Array.from(owner),
    starts: Int32Array.from(starts),
    members: Int32Array.from(members),
    weights: Float64Array.from(weights),
    all: Int32Array.from({ length: count }, (_, i) => i),
    ofLevel: Int32Array.from(ofLevel),
  };
}

/** Frequencies on a coarser, staggered grid; of a cell that has too few there, on a checkerboard; else all. */
function subsampled(cell: readonly CellFrequency[], size: number): readonly CellFrequency[] {
  const row = ({ index }: CellFrequency): number => Math.floor(index / size);
  const column = ({ index }: CellFrequency): number => index % size;
  const staggered = cell.filter((f) => row(f) % 2 === 0 && (column(f) + row(f) / 2) % 2 === 0);
  const checkerboard = cell.filter((f) => (row(f) + column(f)) % 2 === 0);
  if (size >= 64 && staggered.length >= MIN_FREQUENCIES) return staggered;
  return checkerboard.length >= MIN_FREQUENCIES ? checkerboard : cell;
}

function nearestRepetitions(y: number, x: number): { y: number; x: number }[] {
  const across = { y, x: x > 0 ? x - 1 : x + 1 };
  const down = { y: y > 0 ? y - 1 : y + 1, x };
  return [across, down];
}
