import { wrongArgument } from "@kernelgan/testing/script-arguments";

/** The scale that a bench is told of; ends the script if it is none of these. */
export function scaleNamed<Scale extends number>(name: string, scales: readonly Scale[]): Scale {
  const found = scales.find((scale) => scale === Number(name));
  return found ?? wrongArgument(`no scale ${name}; choose among ${scales.join(", ")}`);
}
