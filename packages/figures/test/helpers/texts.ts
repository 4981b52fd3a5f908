/** Reading SVG. */

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** The contents of the <text> elements, unescaped. */
export function texts(svg: string): string[] {
  return Array.from(svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text = ""]) =>
    text.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity),
  );
}
