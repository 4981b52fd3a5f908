/** Time limits of slow tests, in milliseconds, for a machine that is busy with others. */

/** Tests that start processes or servers, which takes a second each. */
export const PROCESS_MS = 120_000;

/** Tests that train networks, or run batches to their end several times. */
export const TRAINING_MS = 240_000;
