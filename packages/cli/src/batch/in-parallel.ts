/** Several things at a time. */

/**
 * Does the work for each item, `count` at a time, beginning in their order. The first error stops it, once what is
 * under way has ended.
 */
export async function inParallel<T>(
  items: readonly T[],
  count: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  // All lanes take their items from the same iterator.
  const remaining = items.entries();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const [index, item] of remaining) {
      try {
        await work(item, index);
      } catch (error) {
        failed = true;
        throw error;
      }
      if (failed) return;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(count, items.length) }, lane));
  const rejected = ended.find((one) => one.status === "rejected");
  if (rejected) throw rejected.reason;
}
