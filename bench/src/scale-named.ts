/**
 * The scale that a bench is told of.
 *
 * @throws Error if it is none of these
 */
export function scaleNamed<Scale extends number>(name: string, scales: readonly Scale[]): Scale {
  const found = scales.find((scale) => scale === Number(name));
  if (found === undefined) throw new Error(`no scale ${name}; choose among ${scales.join(", ")}`);
  return found;
}
