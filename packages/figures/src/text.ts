/**
 * Text in pictures. How it is drawn is a parameter of the picture, since a page has fonts and a bare server has none:
 * `svgText` writes <text> elements; the command line turns text into outlines.
 */

/** How to draw a piece of text. */
export interface Label {
  x: number;
  /** Of the baseline. */
  y: number;
  /** In pixels. */
  size: number;
  bold?: boolean | undefined;
  /** Where (x, y) lies on the text. Default "start". */
  anchor?: "start" | "middle" | "end" | undefined;
  /** Colour. Default near-black. */
  fill?: string | undefined;
  /** Degrees clockwise about (x, y). */
  rotate?: number | undefined;
  /** Longest width in pixels; longer text is shortened in the middle. */
  maxWidth?: number | undefined;
}

/** Draws text: returns SVG. */
export type TextRenderer = (text: string, label: Label) => string;

/** Colour of text and lines. */
export const INK = "#1c1d22";

/** Text as SVG <text>, in the viewer's own font, of which only typical widths are known. */
export const svgText: TextRenderer = (text, label) => {
  const { x, y, size, bold, anchor = "start", fill = INK, rotate, maxWidth = Infinity } = label;
  const turn = rotate ? ` transform="rotate(${rotate} ${x} ${y})"` : "";
  const shown = shorten(text, (s) => typicalWidth(s) * size <= maxWidth);
  return (
    `<text x="${x}" y="${y}" font-family="system-ui, sans-serif" font-size="${size}" ` +
    `font-weight="${bold ? 600 : 400}" text-anchor="${anchor}" fill="${fill}"${turn}>${escapeXml(shown)}</text>`
  );
};

/** Cuts out the middle until the text fits. */
export function shorten(text: string, fits: (text: string) => boolean): string {
  const characters = Array.from(text);
  let shown = text;
  for (let kept = characters.length - 1; kept > 0 && !fits(shown); kept--) {
    const start = characters.slice(0, Math.ceil(kept / 2)).join("");
    const end = characters.slice(characters.length - Math.floor(kept / 2)).join("");
    shown = `${start}…${end}`;
  }
  return shown;
}

/** The width in ems: 0.6 for each character of alphabets, 1 for the others (Chinese, Japanese, Korean, emoji). */
function typicalWidth(text: string): number {
  return Array.from(text, (c): number => (c < "\u1100" ? 0.6 : 1)).reduce((sum, width) => sum + width, 0);
}

/** Escapes the text. Characters that XML does not allow (file names can have them) become "�". */
function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "�")
    .replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c] ?? c);
}
