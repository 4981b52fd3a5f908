/** The version, for `--version` and for the files that are written: all packages of kernelgan have the same. */
export { version } from "@kernelgan/formats";
