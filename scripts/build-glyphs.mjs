/**
 * Makes the outlines of the letters that pictures of kernels are labelled with
 * (packages/cli/src/kernel-files/glyphs.ts), from IBM Plex Sans: neither a font file nor a reader of fonts is needed to
 * draw, and bundlers of servers have no file to find. Skipped while nothing has changed.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const FONT = "@fontsource/ibm-plex-sans";
const require = createRequire(new URL("../packages/cli/package.json", import.meta.url));
const folder = new URL("../packages/cli/src/kernel-files/generated/", import.meta.url);
const target = fileURLToPath(new URL("glyph-outlines.ts", folder));
const head = `// Made by scripts/build-glyphs.mjs from ${FONT} ${require(`${FONT}/package.json`).version}.\n`;

if (!existing().startsWith(head)) {
  const { default: opentype } = await import(require.resolve("opentype.js"));
  mkdirSync(folder, { recursive: true });
  const weights = { regular: outlines(opentype, 400), semibold: outlines(opentype, 600) };
  writeFileSync(
    target,
    `${head}/** Widths and outlines in units of the font, y upwards, by character. */
export const FONTS: Readonly<
  Record<
    "regular" | "semibold",
    {
      unitsPerEm: number;
      glyphs: Readonly<Record<string, readonly [width: number, outline: string]>>;
    }
  >
> = ${JSON.stringify(weights)};
`,
  );
}

function existing() {
  try {
    return readFileSync(target, "utf8");
  } catch {
    return "";
  }
}

function outlines(opentype, weight) {
  const bytes = readFileSync(require.resolve(`${FONT}/files/ibm-plex-sans-latin-${weight}-normal.woff`));
  const font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const glyphs = {};
  for (let i = 0; i < font.glyphs.length; i++) {
    const glyph = font.glyphs.get(i);
    for (const code of glyph.unicodes) {
      glyphs[String.fromCodePoint(code)] = [glyph.advanceWidth, pathOf(font, glyph)];
    }
  }
  return { unitsPerEm: font.unitsPerEm, glyphs };
}

/** In units of the font, y upwards. */
function pathOf(font, glyph) {
  return glyph
    .getPath(0, 0, font.unitsPerEm)
    .commands.map(({ type, x1, y1, x2, y2, x, y }) => {
      const points = [x1, y1, x2, y2, x, y].filter((n) => n !== undefined);
      return type + points.map((n, i) => Math.round(i % 2 ? -n : n)).join(" ");
    })
    .join("");
}
