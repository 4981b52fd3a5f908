/** Quantities in words. */

/** "14.2 MB". */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** "8 s", "2 min 5 s"; "a moment" where nobody can tell. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "a moment";
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
