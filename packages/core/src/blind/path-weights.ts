/** What the weights of a blur are like: positive, in one piece or a few, round the middle of the frame. */
import { imresize } from "../image/index.js";
import { centreOfMass, kernelSum, normaliseKernel } from "../kernel/index.js";
import type { Weights } from "./sparse-steps.js";

/** Weights below this share of the largest are noise. */
const FAINT = 0.05;
/** Pieces with less than this share of the sum are noise. */
const SMALL_PIECE = 0.1;

/** Without what cannot be part of a blur, of sum 1; undefined if nothing is left. */
export function clean(weights: Weights): Weights | undefined {
  const kept = withoutSmallPieces(withoutFaint(weights));
  return kernelSum(kept) > 0 ? normaliseKernel(kept) : undefined;
}

/** Moved by whole samples so that the centre of mass is in the middle. */
export function toMiddle(weights: Weights): Weights {
  const { y, x } = centreOfMass(weights);
  const middle = weights.size >> 1;
  return normaliseKernel(moved(weights, Math.round(middle - y), Math.round(middle - x)));
}

/** Moved by whole samples; what leaves the frame is lost. */
export function moved({ size, data }: Weights, down: number, right: number): Weights {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const [y, x] = [i - down, j - right];
      if (y >= 0 && y < size && x >= 0 && x < size) result[i * size + j] = data[y * size + x]!;
    }
  }
  return { size, data: result };
}

/** Enlarged by a factor, in a frame of odd size, of sum 1. */
export function enlarged(weights: Weights, factor: number, size: number): Weights {
  const scaled = imresize(
    { width: weights.size, height: weights.size, channels: 1, data: Float32Array.from(weights.data) },
    { scale: factor },
  );
  // Their sizes may differ by one: half a sample is less than what the next step finds.
  const shift = Math.trunc((size - scaled.width) / 2);
  const data = new Float64Array(size * size);
  for (let i = 0; i < scaled.height; i++) {
    for (let j = 0; j < scaled.width; j++) {
      const [y, x] = [i + shift, j + shift];
      if (y >= 0 && y < size && x >= 0 && x < size)
        data[y * size + x] = Math.max(0, scaled.data[i * scaled.width + j]!);
    }
  }
  return normaliseKernel({ size, data });
}

/** The shift of b by whole samples at which it is most like a. */
export function alignment(a: Weights, b: Weights): [down: number, right: number] {
  let best = { value: Number.NEGATIVE_INFINITY, down: 0, right: 0 };
  const reach = a.size >> 1;
  for (let down = -reach; down <= reach; down++) {
    for (let right = -reach; right <= reach; right++) {
      const value = overlap(a, b, down, right);
      if (value > best.value) best = { value, down, right };
    }
  }
  return [best.down, best.right];
}

/** Σ a(t) b(t − s). */
export function overlap(a: Weights, b: Weights, down: number, right: number): number {
  const { size } = a;
  let sum = 0;
  for (let i = Math.max(0, down); i < Math.min(size, size + down); i++) {
    for (let j = Math.max(0, right); j < Math.min(size, size + right); j++) {
      sum += a.data[i * size + j]! * b.data[(i - down) * size + j - right]!;
    }
  }
  return sum;
}

function withoutFaint({ size, data }: Weights): Weights {
  const least = FAINT * data.reduce((most, weight) => Math.max(most, weight), 0);
  return { size, data: data.map((weight) => (weight > 0 && weight >= least ? weight : 0)) };
}

function withoutSmallPieces(weights: Weights): Weights {
  const { size } = weights;
  const data = weights.data.slice();
  const least = SMALL_PIECE * kernelSum(weights);
  const seen = new Uint8Array(data.length);
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || data[start] === 0) continue;
    const piece = pieceFrom(start, weights, seen);
    if (piece.reduce((sum, i) => sum + data[i]!, 0) < least) for (const i of piece) data[i] = 0;
  }
  return { size, data };
}

/** The positions that are connected with one, diagonally as well. */
function pieceFrom(start: number, { size, data }: Weights, seen: Uint8Array): number[] {
  const piece = [start];
  seen[start] = 1;
  for (let at = 0; at < piece.length; at++) {
    const [y, x] = [Math.floor(piece[at]! / size), piece[at]! % size];
    for (let i = Math.max(0, y - 1); i <= Math.min(size - 1, y + 1); i++) {
      for (let j = Math.max(0, x - 1); j <= Math.min(size - 1, x + 1); j++) {
        const next = i * size + j;
        if (seen[next] || data[next] === 0) continue;
        seen[next] = 1;
        piece.push(next);
      }
    }
  }
  return piece;
}
