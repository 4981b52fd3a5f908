/**
 * HTML and SVG from template literals. Whatever is put into a template is escaped, unless it is itself made by one:
 *
 *     html`<p>${"a < b"}</p>`                      <p>a &lt; b</p>
 *     html`<ul>${names.map((n) => html`<li>${n}</li>`)}</ul>`
 */

/** Text that is HTML already. */
export class Html {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What a template takes; `undefined` leaves nothing. */
export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[];

/** The template tag. Values are safe between tags and inside double-quoted attributes, not in scripts or styles. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(render)));
}

function render(value: HtmlValue): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.toString();
  if (typeof value === "object") return value.map(render).join("");
  return String(value).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
