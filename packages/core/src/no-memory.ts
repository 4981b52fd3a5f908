/** What Node, V8, browsers, libvips and ONNX Runtime say when the memory runs out: no error class stands for it. */
const NO_MEMORY =
  /out of memory|bad_alloc|allocation failed|(?:cannot|could not) allocate|ENOMEM|invalid (?:typed )?array (?:buffer )?length|memory access/i;

/** Whether an error's message, or what a process has printed, says that the memory ran out. */
export function saysNoMemory(text: string): boolean {
  return NO_MEMORY.test(text);
}
