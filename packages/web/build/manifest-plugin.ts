/**
 * Adds the web app manifest to the build, with icons drawn from assets/icon.svg: the page can be installed, and is then
 * among the programs that pictures can be shared to and opened with.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import type { Plugin } from "vite";
import { SHARE_FIELD, SHARE_PATH } from "../src/sharing.ts";

const ICON = readFileSync(fileURLToPath(new URL("../assets/icon.svg", import.meta.url)), "utf8");

/** Sizes that systems ask for; Apple's is one of its own. */
const SIZES = [192, 512];
const APPLE_SIZE = 180;
/** Side of the icon in a maskable one, whose borders systems cut off. */
const MASKABLE_SHARE = 0.7;
const BACKGROUND = "#131418";

/** What the page opens, by type. */
const PICTURES = {
  "image/png": [".png"],
  "image/jpeg": [".jpg", ".jpeg"],
  "image/webp": [".webp"],
  "image/avif": [".avif"],
  "image/gif": [".gif"],
  "image/bmp": [".bmp"],
};

export function webAppManifest(): Plugin {
  return {
    name: "kernelgan-manifest",
    apply: "build",
    async generateBundle() {
      const emit = (fileName: string, source: string | Uint8Array): void => {
        this.emitFile({ type: "asset", fileName, source });
      };
      for (const size of SIZES) {
        emit(`icons/icon-${size}.png`, await icon(size));
        emit(`icons/maskable-${size}.png`, await maskable(size));
      }
      emit("icons/apple.png", await maskable(APPLE_SIZE));
      emit("manifest.webmanifest", JSON.stringify(MANIFEST, null, 2));
    },
    transformIndexHtml: () => [
      { tag: "link", attrs: { rel: "manifest", href: "./manifest.webmanifest" } },
      { tag: "link", attrs: { rel: "apple-touch-icon", href: "./icons/apple.png" } },
    ],
  };
}

const icon = (size: number): Promise<Buffer> =>
  sharp(Buffer.from(ICON), { density: 72 * (size / 9) })
    .resize(size, size)
    .png()
    .toBuffer();

async function maskable(size: number): Promise<Buffer> {
  const inner = await icon(Math.round(MASKABLE_SHARE * size));
  return sharp({ create: { width: size, height: size, channels: 3, background: BACKGROUND } })
    .composite([{ input: inner }])
    .png()
    .toBuffer();
}

/** Addresses are relative to the manifest's: the build can be put into any folder of a site. */
const MANIFEST = {
  id: "./",
  name: "kernelgan: pictures, back sharp",
  short_name: "kernelgan",
  description:
    "Finds out how a picture was blurred, undoes that, and enlarges it. On this device; nothing is uploaded.",
  lang: "en",
  categories: ["photo", "utilities"],
  start_url: "./",
  scope: "./",
  display: "standalone",
  background_color: BACKGROUND,
  theme_color: BACKGROUND,
  icons: [
    { src: "./icons/icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "./icons/icon-512.png", sizes: "512x512", type: "image/png" },
    { src: "./icons/maskable-192.png", sizes: "192x192", type: "image/png", purpose: "maskable" },
    { src: "./icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
  share_target: {
    action: `./${SHARE_PATH}`,
    method: "POST",
    enctype: "multipart/form-data",
    params: { files: [{ name: SHARE_FIELD, accept: ["image/*"] }] },
  },
  file_handlers: [{ action: "./", accept: PICTURES }],
  // A picture that is opened from outside goes into the window that there is.
  launch_handler: { client_mode: ["navigate-existing", "auto"] },
};
