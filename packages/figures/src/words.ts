/** Quantities in words. */
import type { BlurDescription } from "@kernelgan/core";

/** "9 s", "2 min 05 s", "3 h 07 min"; "?" for a time that is not known (not finite). */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  const two = (part: number): string => String(Math.floor(part)).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two((whole % 3600) / 60)} min`;
}

/** "23 kB", "1.4 MB". */
export const fileSize = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : megabytes(bytes);

/** "14.2 MB". */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** A kernel's weight: "0.188", "-0.015", "0.00031". */
export function weightInWords(weight: number): string {
  if (weight === 0) return "0";
  return Math.abs(weight) < 0.01 ? weight.toPrecision(2) : weight.toFixed(3);
}

/** "85%". */
export const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;

/** "motion of 12 pixels at 155°", "camera shake over 4.3 pixels", "softness of 2.1 pixels". */
export function blurInWords(blur: BlurDescription): string {
  switch (blur.kind) {
    case "motion":
      return `motion of ${pixels(blur.length)} at ${Math.round(blur.angle) % 180}°`;
    case "shake":
      return `camera shake over ${pixels(blur.length)}`;
    case "soft":
      return `softness of ${pixels(blur.width)}`;
  }
}

const pixels = (length: number): string => `${length.toFixed(length < 9.95 ? 1 : 0)} pixels`;

/** The text with its first letter in upper case. */
export const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
