/** The one function of Node that the core asks for; the rest of Node's types stay out of the isomorphic code. */
declare module "node:os" {
  export function availableParallelism(): number;
}
