/**
 * A kernel as a small picture made of characters. With colours, each character shows two weights, one above the
 * other: the upper half block "▀" in the upper weight's colour on the lower one's. Without, each weight is two shade
 * characters, " ░▒▓█", from none to the largest.
 */
import type { Kernel } from "@kernelgan/core";
import { check, checkKernel, shown } from "@kernelgan/core/internal";
import { kernelColour } from "@kernelgan/figures";

/** Bits of colour a stream shows, as `stream.getColorDepth()` returns them (it honours NO_COLOR and FORCE_COLOR). */
export type ColourDepth = number;

const SHADES = [" ", "░", "▒", "▓", "█"];

/** The stream's colour depth; 1 (none) where it is no terminal. */
export function colourDepth(stream: NodeJS.WritableStream): ColourDepth {
  const { isTTY, getColorDepth } = stream as Partial<NodeJS.WriteStream>;
  return isTTY && getColorDepth ? getColorDepth.call(stream) : 1;
}

/**
 * The kernel's lines: with colours (24 bits, or 8 bits: 256 colours) n columns by ⌈n/2⌉ lines, otherwise 2n by n.
 *
 * @example
 * console.error(kernelBlocks(kernel, colourDepth(process.stderr)).join("\n"));
 */
export function kernelBlocks(k: Kernel, depth: ColourDepth): string[] {
  checkKernel(k);
  check(Number.isFinite(depth), () => `a colour depth must be a number of bits, got ${shown(depth)}`);
  const largest = k.data.reduce((a, b) => Math.max(a, b), Number.MIN_VALUE);
  const share = (x: number, y: number): number | undefined =>
    y < k.size ? Math.max(0, (k.data[y * k.size + x] as number) / largest) : undefined;
  return depth >= 8 ? colouredLines(k.size, share, depth >= 24) : shadedLines(k.size, share);
}

/** Draws the kernel on a stream, a little to the right. */
export function writeKernel(stream: NodeJS.WritableStream, k: Kernel): void {
  stream.write(
    `${kernelBlocks(k, colourDepth(stream))
      .map((line) => `  ${line}`)
      .join("\n")}\n`,
  );
}

type Share = (x: number, y: number) => number | undefined;

function shadedLines(size: number, share: Share): string[] {
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => {
      const shade = SHADES[Math.round((share(x, y) ?? 0) * (SHADES.length - 1))] ?? " ";
      return shade + shade;
    })
      .join("")
      .trimEnd(),
  );
}

function colouredLines(size: number, share: Share, trueColour: boolean): string[] {
  const sequence = trueColour ? trueColourSequence : paletteSequence;
  return Array.from({ length: Math.ceil(size / 2) }, (_, line) => {
    const cells = Array.from({ length: size }, (_, x) => {
      const upper = sequence(38, rgb(share(x, 2 * line) ?? 0));
      const below = share(x, 2 * line + 1);
      // The last line of an odd kernel has nothing below: leave the terminal's own background.
      return `${upper}${below === undefined ? "\x1b[49m" : sequence(48, rgb(below))}▀`;
    });
    return `${cells.join("")}\x1b[0m`;
  });
}

type Rgb = [red: number, green: number, blue: number];

function rgb(share: number): Rgb {
  return (kernelColour(share).match(/[\da-f]{2}/gi) ?? []).map((hex) => Number.parseInt(hex, 16)) as Rgb;
}

/** @param ground 38: foreground, 48: background. */
function trueColourSequence(ground: number, colour: Rgb): string {
  return `\x1b[${ground};2;${colour.join(";")}m`;
}

/** The nearest colour of the 6×6×6 cube of the 256-colour palette (levels 0, 95, 135, … 255). */
function paletteSequence(ground: number, colour: Rgb): string {
  const level = (v: number): number => (v < 48 ? 0 : Math.min(5, Math.round((v - 55) / 40)));
  const [r, g, b] = colour;
  return `\x1b[${ground};5;${16 + 36 * level(r) + 6 * level(g) + level(b)}m`;
}
