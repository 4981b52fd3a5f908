/** A D-map in words. Its colours are those of `verdictColour`. */

/** What is written about a D-map. */
export interface DMapWords {
  /** For screen readers. */
  description: string;
  /** The mean probability, e.g. "0.48". */
  mean: string;
}

/**
 * @param crop what the map is of: "crop of the image"
 * @param size side length
 * @param values the probabilities, size × size
 */
export function dMapWords(crop: string, size: number, values: Float32Array): DMapWords {
  const mean = (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2);
  return { mean, description: `D-map of the ${crop}: ${size} × ${size} probabilities, mean ${mean}` };
}
