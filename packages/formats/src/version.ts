/** The version of this package, which is also the command's, for the files it writes. */
export const version = "0.1.0";
