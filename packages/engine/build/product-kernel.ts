/**
 * The innermost loop of all matrix products and convolutions, for WebAssembly with relaxed SIMD:
 *
 *     C ← α · A · B   or   C ← C + α · A · B
 *
 * It does what the function of the same purpose does in ONNX Runtime (`MlasGemmFloatKernel`, for WebAssembly in
 * onnxruntime/core/mlas/lib), from the same memory: A [M, K] and C [M, N] with rows `lda` and `ldc` numbers apart, B
 * packed in panels of 16 columns, [⌈N/16⌉, K, 16], the last one filled up with anything. It may compute any number of
 * rows and returns how many; the caller calls it again for the rest.
 *
 * Two things make it faster. Fused multiply-adds (`f32x4.relaxed_madd`) are half the instructions. And 4 rows of 8
 * columns, half a panel, are held in registers (8 sums, 2 vectors of B, 1 number of A): ONNX Runtime's 2 rows of 16
 * columns load more from memory, and need more registers than WebAssembly compilers have. In Chromium on a Xeon, for
 * 64×64 · 64×400: 34 GFLOP/s instead of 23 (without fused multiply-adds 4×8 would be no faster than 2×16; 6×8 or a loop
 * unrolled twice runs short of registers again, 18).
 */

/** Columns of a panel of B, and of the half of it that is computed at a time. */
const PANEL = 16;
const HALF = PANEL / 2;
/** Bytes of a number, as a power of 2. */
const SHIFT = 2;
const bytes = (numbers: number): number => numbers << SHIFT;

/** Numbers of rows that are computed together; the largest that fits is used. */
const ROWS = [4, 2, 1] as const;
const MAX_ROWS = ROWS[0];

/** Names of both functions of the kernel's module. */
export const KERNELS = { replace: false, add: true } as const;

/** A module of the two functions, with the memory they work on, in WebAssembly's text format. */
export function kernelModule(): string {
  const functions = Object.entries(KERNELS).map(
    ([name, adds]) => `(func (export "${name}") ${PARAMETERS} (result i32) ${locals()} ${program(adds)})`,
  );
  return `(module (memory (export "memory") 8) ${functions.join("\n")})`;
}

const PARAMETERS = `
  (param $A i32) (param $B i32) (param $C i32)
  (param $K i32) (param $M i32) (param $N i32) (param $lda i32) (param $ldc i32) (param $alpha f32)`;

/** `row` r of A and two vectors of sums for each row; `half` is 0, or the bytes of half a panel. */
function locals(): string {
  const ofRows = perRow(
    MAX_ROWS,
    (r) => `(local $row${r} i32) (local $left${r} v128) (local $right${r} v128)`,
  );
  return `
    (local $half i32) (local $b i32) (local $c i32) (local $k i32) (local $columns i32)
    (local $scale v128) (local $a v128) (local $b0 v128) (local $b1 v128) ${ofRows}`;
}

const perRow = (rows: number, code: (row: number) => string): string =>
  Array.from({ length: rows }, (_, r) => code(r)).join("\n");

function program(adds: boolean): string {
  return `
    (local.set $scale (f32x4.splat (local.get $alpha)))
    (local.set $lda (i32.shl (local.get $lda) (i32.const ${SHIFT})))
    (local.set $ldc (i32.shl (local.get $ldc) (i32.const ${SHIFT})))
    ${ROWS.map((rows) => `(if (i32.ge_u (local.get $M) (i32.const ${rows})) (then ${rowsOf(rows, adds)}))`).join("\n")}
    (i32.const 0)`;
}

/** All columns of this number of rows. */
function rowsOf(rows: number, adds: boolean): string {
  return `
    (loop $halves
      ${perRow(
        rows,
        (r) => `
        (local.set $row${r} ${r === 0 ? "(local.get $A)" : `(i32.add (local.get $row${r - 1}) (local.get $lda))`})
        (local.set $left${r} (v128.const i32x4 0 0 0 0))
        (local.set $right${r} (v128.const i32x4 0 0 0 0))`,
      )}
      (local.set $b (i32.add (local.get $B) (local.get $half)))
      (local.set $k (local.get $K))
      ${whileAny(
        "$k",
        `
        (local.set $b0 (v128.load align=4 (local.get $b)))
        (local.set $b1 (v128.load offset=16 align=4 (local.get $b)))
        ${perRow(
          rows,
          (r) => `
          (local.set $a (v128.load32_splat (local.get $row${r})))
          (local.set $left${r} (f32x4.relaxed_madd (local.get $a) (local.get $b0) (local.get $left${r})))
          (local.set $right${r} (f32x4.relaxed_madd (local.get $a) (local.get $b1) (local.get $right${r})))`,
        )}
        ${perRow(rows, (r) => `(local.set $row${r} (i32.add (local.get $row${r}) (i32.const ${bytes(1)})))`)}
        (local.set $b (i32.add (local.get $b) (i32.const ${bytes(PANEL)})))
        (local.set $k (i32.sub (local.get $k) (i32.const 1)))`,
      )}
      (local.set $c (i32.add (local.get $C) (local.get $half)))
      (local.set $columns (i32.sub (local.get $N) (i32.shr_u (local.get $half) (i32.const ${SHIFT}))))
      ${perRow(
        rows,
        (r) => `
        (local.set $left${r} (f32x4.mul (local.get $scale) (local.get $left${r})))
        (local.set $right${r} (f32x4.mul (local.get $scale) (local.get $right${r})))`,
      )}
      (if (i32.ge_u (local.get $columns) (i32.const ${HALF}))
        (then ${perRow(rows, (r) => `${wholeRow(r, adds)} ${NEXT_ROW}`)})
        (else ${perRow(rows, (r) => `${partOfRow(r, adds)} ${NEXT_ROW}`)}))
      (if (local.get $half)
        (then
          (local.set $half (i32.const 0))
          (local.set $B (i32.add (local.get $B) (i32.mul (local.get $K) (i32.const ${bytes(PANEL)}))))
          (local.set $C (i32.add (local.get $C) (i32.const ${bytes(PANEL)})))
          (local.set $N (i32.sub (local.get $N) (i32.const ${PANEL})))
          (br_if $halves (i32.gt_s (local.get $N) (i32.const 0))))
        (else
          (local.set $half (i32.const ${bytes(HALF)}))
          (br_if $halves (i32.gt_s (local.get $N) (i32.const ${HALF})))
          )))
    (return (i32.const ${rows}))`;
}

/** A loop. In this form V8's code is a third faster than with the shortest condition at its end. */
const whileAny = (count: string, code: string): string => `
  (if (i32.ge_u (local.get ${count}) (i32.const 1))
    (then (loop $any ${code} (br_if $any (i32.ge_u (local.get ${count}) (i32.const 1))))))`;

const NEXT_ROW = "(local.set $c (i32.add (local.get $c) (local.get $ldc)))";

/** 8 columns of a row. */
function wholeRow(r: number, adds: boolean): string {
  const store = (offset: number, vector: string): string => {
    const before = `(v128.load offset=${offset} align=4 (local.get $c))`;
    return `(v128.store offset=${offset} align=4 (local.get $c) ${sum(adds, before, vector)})`;
  };
  return `${store(0, `(local.get $left${r})`)} ${store(16, `(local.get $right${r})`)}`;
}

/** 1 to 7 columns: 4, 2 and 1, after the bits of their number. The values to store next come first in `left`. */
function partOfRow(r: number, adds: boolean): string {
  const left = `(local.get $left${r})`;
  const part = (columns: number, load: string, store: string, rest: string): string => `
    (if (i32.and (local.get $columns) (i32.const ${columns})) (then
      (${store} (local.get $b) ${sum(adds, `(${load} (local.get $b))`, left)})
      (local.set $b (i32.add (local.get $b) (i32.const ${bytes(columns)})))
      (local.set $left${r} ${rest})))`;
  return `
    (local.set $b (local.get $c))
    ${part(4, "v128.load align=4", "v128.store align=4", `(local.get $right${r})`)}
    ${part(2, "v128.load64_zero align=4", "v128.store64_lane align=4 0", `(i64x2.splat (i64x2.extract_lane 1 ${left}))`)}
    ${part(1, "v128.load32_zero", "v128.store32_lane 0", left)}`;
}

const sum = (adds: boolean, before: string, vector: string): string =>
  adds ? `(f32x4.add ${before} ${vector})` : vector;
