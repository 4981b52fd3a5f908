/** The documentation's site. `npm run docs` builds it, together with the API's pages and the page to try (build/make.mjs). */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import GithubSlugger from "github-slugger";
import { type DefaultTheme, defineConfig } from "vitepress";
import { BASE } from "../build/relocate.mjs";
import { sourceLinks } from "./source-links.mjs";

const DOCS = fileURLToPath(new URL("../", import.meta.url));
/** The same anchors as on GitHub, so that links work in both. */
const slug = new GithubSlugger();

export default defineConfig({
  title: "kernelgan",
  description: "Blind super-resolution from one image: find its blur, enlarge it for that blur",
  lang: "en",
  base: BASE,
  head: [["link", { rel: "icon", href: `${BASE}icon.svg` }]],
  outDir: "dist",
  cacheDir: "../node_modules/.cache/vitepress",
  srcExclude: ["node_modules/**", "dist/**"],
  // Of the folder `try`, which is built by itself.
  ignoreDeadLinks: [/\/try\//],
  metaChunk: true,
  markdown: {
    math: true,
    anchor: {
      slugify: (text) => {
        slug.reset();
        return slug.slug(text);
      },
    },
    config: (md) => md.use(sourceLinks, DOCS),
  },
  themeConfig: {
    search: {
      provider: "local",
      options: {
        detailedView: true,
        // The API's pages have every word many times: who searches wants a guide first.
        miniSearch: {
          searchOptions: {
            boostDocument: (id: string) =>
              id.includes("/reference/api/") ? 0.05 : id.includes("/guides/") ? 2 : 1,
          },
        },
      },
    },
    outline: [2, 3],
    nav: [
      { text: "Guides", link: "/guides/photographer", activeMatch: "/guides/" },
      { text: "How it works", link: "/how/", activeMatch: "/how/" },
      { text: "Reference", link: "/options", activeMatch: "/(options|reference/)" },
      { text: "Accuracy", link: "/accuracy", activeMatch: "/(accuracy|experiments|speed)" },
      { text: "Try it", link: "/try/index.html", target: "_self", rel: "" },
    ],
    sidebar: [
      {
        text: "Guides",
        items: [
          { text: "Photographs", link: "/guides/photographer" },
          { text: "Web pages", link: "/guides/web" },
          { text: "Node programs", link: "/guides/node" },
          { text: "Many images, many machines", link: "/guides/batch" },
          { text: "Research", link: "/guides/researcher" },
        ],
      },
      {
        text: "How it works",
        items: [
          { text: "KernelGAN, step by step", link: "/how/" },
          { text: "The kernel from the spectrum", link: "/how/spectrum" },
          { text: "Enlarging for a kernel", link: "/how/solver" },
          { text: "Trust", link: "/how/trust" },
          { text: "A trained prior", link: "/prior" },
        ],
      },
      {
        text: "Reference",
        items: [
          { text: "Commands and options", link: "/options" },
          { text: "What the command does", link: "/reference/command" },
          { text: "Files", link: "/reference/files" },
          { text: "Conventions", link: "/reference/conventions" },
          { text: "Errors and warnings", link: "/reference/errors" },
          ...apiPages(),
        ],
      },
      {
        text: "Accuracy and speed",
        items: [
          { text: "Accuracy", link: "/accuracy" },
          { text: "Experiments", link: "/experiments" },
          { text: "Speed", link: "/speed" },
          { text: "Questions", link: "/questions" },
        ],
      },
    ],
    socialLinks: [{ icon: "github", link: "https://github.com/kernelgan/kernelgan" }],
    footer: { message: "MIT licence. An independent implementation, from the paper." },
  },
});

/** The pages that TypeDoc writes, one for each package. */
function apiPages(): DefaultTheme.SidebarItem[] {
  if (!existsSync(`${DOCS}reference/api`)) return [];
  const items = [
    { text: "kernelgan", link: "/reference/api/kernelgan" },
    { text: "@kernelgan/core", link: "/reference/api/core" },
    { text: "@kernelgan/formats", link: "/reference/api/formats" },
    { text: "@kernelgan/figures", link: "/reference/api/figures" },
  ];
  return [{ text: "API", collapsed: false, items }];
}
