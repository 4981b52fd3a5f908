/** The worker's side of workerpool without the pool's, which would triple the size of the built worker. */
declare module "workerpool/src/worker.js" {
  /** Registers the methods that `Pool.exec` names. */
  // biome-ignore lint/suspicious/noExplicitAny: methods of any kind, as in workerpool's own types
  export function add(methods: Record<string, (...args: any[]) => unknown>): void;
}

declare module "workerpool/src/transfer.js" {
  /** A method's result, of which memory moves to the caller. */
  export default class Transfer {
    constructor(message: unknown, transfer: readonly ArrayBuffer[]);
  }
}
