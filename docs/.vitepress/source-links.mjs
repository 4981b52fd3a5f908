/** Links from a page to a file of the repository that is not a page: on the site they lead to GitHub. */
import { dirname, relative, resolve } from "node:path";

const REPOSITORY = "https://github.com/kernelgan/kernelgan/blob/main/";

/** Plugin of markdown-it. `docs` is the folder of the pages. */
export function sourceLinks(md, docs) {
  md.core.ruler.push("source-links", ({ tokens, env }) => {
    if (!env.path) return;
    for (const token of tokens.flatMap((block) => block.children ?? [])) {
      const target = token.type === "link_open" && token.attrGet("href");
      if (!target || /^[a-z]+:|^[#/]/.test(target)) continue;
      const [path, anchor] = target.split("#");
      const fromDocs = relative(docs, resolve(dirname(env.path), path));
      if (!fromDocs.startsWith("..") && !/\.(py|m?js|ts)$/.test(path)) continue;
      const fromRoot = relative(resolve(docs, ".."), resolve(dirname(env.path), path));
      token.attrSet("href", `${REPOSITORY}${fromRoot}${anchor ? `#${anchor}` : ""}`);
    }
  });
}
