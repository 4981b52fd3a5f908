/**
 * Text as outlines, so that pictures look the same on machines without fonts. The font is IBM Plex Sans (SIL Open Font
 * Licence), whose outlines scripts/build-glyphs.mjs has put into a module.
 */
import { INK, shorten, type TextRenderer } from "@kernelgan/figures";
import { FONTS } from "./generated/glyph-outlines.js";

type Font = (typeof FONTS)["regular"];
type Glyph = Font["glyphs"][string];

/** Draws text as an SVG path. Characters that the font lacks (it covers Latin) become "?". */
export const outlineText: TextRenderer = (text, label) => {
  const { x, y, size, bold = false, anchor = "start", fill = INK, rotate, maxWidth = Infinity } = label;
  const font = bold ? FONTS.semibold : FONTS.regular;
  const scale = size / font.unitsPerEm;
  const width = (s: string): number => scale * glyphsOf(font, s).reduce((sum, [advance]) => sum + advance, 0);
  const shown = shorten(text, (s) => width(s) <= maxWidth);
  let left = x - { start: 0, middle: 0.5, end: 1 }[anchor] * width(shown);
  const outlines = glyphsOf(font, shown).map(([advance, outline]) => {
    const placed = outline.replace(/(-?\d+) (-?\d+)/g, (_, right: string, up: string) =>
      [left + scale * Number(right), y - scale * Number(up)].map((n) => n.toFixed(2)).join(" "),
    );
    left += scale * advance;
    return placed;
  });
  const turn = rotate ? ` transform="rotate(${rotate} ${x} ${y})"` : "";
  return `<path d="${outlines.join("")}" fill="${fill}"${turn}/>`;
};

function glyphsOf({ glyphs }: Font, text: string): Glyph[] {
  const unknown = glyphs["?"] as Glyph;
  return Array.from(text, (c) => (Object.hasOwn(glyphs, c) ? (glyphs[c] as Glyph) : unknown));
}
