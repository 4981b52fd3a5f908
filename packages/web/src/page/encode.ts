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

/**
 * @param quality 0 to 1, for JPEG and WebP
 * @throws RangeError if there is no memory for it
 */
export async function encodeCanvas(
  canvas: HTMLCanvasElement,
  format: FileFormat,
  quality?: number,
): Promise<Blob> {
  const type = `image/${format}`;
  // JPEG has no transparency: browsers would make it black.
  const source = format === "jpeg" ? onWhite(canvas) : canvas;
  const blob = await new Promise<Blob | null>((resolve) => source.toBlob(resolve, type, quality));
  if (!blob) throw new RangeError("out of memory: the picture could not be written");
  return blob;
}

function onWhite(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext("2d");
  if (!context) throw new RangeError("out of memory: the picture could not be written");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, copy.width, copy.height);
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
