/** Canvases as picture files. */

/** The formats that browsers write. */
export const FILE_FORMATS = ["png", "jpeg", "webp"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** How they are named, and the ends of their files' names. */
export const FORMAT_NAMES: Readonly<Record<FileFormat, { name: string; extension: string }>> = {
  png: { name: "PNG", extension: "png" },
  jpeg: { name: "JPEG", extension: "jpg" },
  webp: { name: "WebP", extension: "webp" },
};

/** How to write a picture. */
export interface Encoding {
  format: FileFormat;
  /** 0 to 1, for JPEG and WebP. */
  quality?: number;
  /** The file gets its profile. Default: sRGB. */
  space?: PredefinedColorSpace;
}

/**
 * @throws RangeError if there is no memory for it
 */
export async function encodeCanvas(
  canvas: HTMLCanvasElement,
  { format, quality, space = "srgb" }: Encoding,
): Promise<Blob> {
  const type = `image/${format}`;
  // JPEG has no transparency: browsers would make it black.
  const source = drawn(canvas, space, format === "jpeg" ? "#ffffff" : undefined);
  const blob = await new Promise<Blob | null>((resolve) => source.toBlob(resolve, type, quality));
  if (!blob) throw new RangeError("out of memory: the picture could not be written");
  return blob;
}

/** On a background, if one is given, in a colour space. */
function drawn(
  canvas: HTMLCanvasElement,
  space: PredefinedColorSpace,
  background?: string,
): HTMLCanvasElement {
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext("2d", { colorSpace: space });
  if (!context) throw new RangeError("out of memory: the picture could not be written");
  if (background) {
    context.fillStyle = background;
    context.fillRect(0, 0, copy.width, copy.height);
  }
  context.drawImage(canvas, 0, 0);
  return copy;
}

/** Whether this browser writes a format: where it does not, it writes PNG instead. */
export function canWrite(format: FileFormat): boolean {
  const type = `image/${format}`;
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  return canvas.toDataURL(type).startsWith(`data:${type}`);
}
