/** Bytes as platforms' types want them. */

/**
 * The same bytes, whose type says that no thread shares their memory: `new Response(bytes)` and `new Blob([bytes])`
 * take no others.
 */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer ? Buffer.from(buffer, byteOffset, byteLength) : Uint8Array.from(bytes);
}
