/**
 * How a public function checks its arguments: once, before it does anything; the code that it calls trusts them. A
 * bundle need not have what it does not use: mark each call of these functions as free of side effects.
 */

type Work = (...args: never[]) => unknown;

/** The function, after a check of its arguments. */
export function checked<F extends Work>(work: F, checkArguments: (...args: Parameters<F>) => void): F {
  return ((...args: Parameters<F>) => {
    checkArguments(...args);
    return work(...args);
  }) as F;
}

/** The same for a function that returns a promise: it rejects, and never throws. */
export function checkedAsync<F extends Work>(work: F, checkArguments: (...args: Parameters<F>) => void): F {
  return (async (...args: Parameters<F>) => {
    checkArguments(...args);
    return work(...args);
  }) as unknown as F;
}
