/** The name under which all that concerns this program stands in Redis. */
export const QUEUE = "kernelgan";
