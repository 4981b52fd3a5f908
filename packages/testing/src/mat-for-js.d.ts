declare module "mat-for-js" {
  /** Reads a MATLAB level 5 file: variables by name, matrices as rows. */
  export function read(file: ArrayBuffer): { header: string; data: Record<string, unknown> };
}
