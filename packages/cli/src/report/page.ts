/**
 * Pages that open from disk and load nothing: one file with its styles, scripts and pictures in it.
 *
 * The page's content security policy allows the styles and scripts written into it, by their hashes, and pictures
 * from data URIs; everything else, the network first of all, is refused by the browser.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Html, html } from "./html.js";

/** What a page is made of. */
export interface PageParts {
  title: string;
  /** CSS, besides what all pages share (assets/page.css, and shared.css of @kernelgan/figures). */
  style: string;
  /** JavaScript, in the order to run. Must not contain `</script`. */
  scripts: readonly string[];
  body: Html;
}

/** The page as the text of an HTML file. */
export function htmlPage({ title, style: own, scripts, body }: PageParts): string {
  const style = [sharedStyle(), asset("page.css"), own].join("\n");
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(style, scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
${body}
${scripts.map((script) => html`<script>${new Html(script)}</script>\n`)}</body>
</html>
`.toString();
}

/** A file of the package's `assets` folder. */
export function asset(name: string): string {
  return readFileSync(new URL(`../../assets/${name}`, import.meta.url), "utf8");
}

function sharedStyle(): string {
  return readFileSync(createRequire(import.meta.url).resolve("@kernelgan/figures/shared.css"), "utf8");
}

function contentPolicy(style: string, scripts: readonly string[]): string {
  const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [
    "default-src 'none'",
    "img-src data:",
    `style-src ${hash(style)}`,
    `script-src ${scripts.map(hash).join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
