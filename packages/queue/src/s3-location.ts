/** Locations in S3-compatible storage: `s3://bucket/key`. */
import { QueueError } from "./errors.js";

/** A bucket and a key, or the beginning of keys. */
export interface S3Location {
  bucket: string;
  /** Names with / between them; empty for the whole bucket. */
  key: string;
}

/** Whether a text has the form of an address in S3. */
export function isS3(text: string): boolean {
  return typeof text === "string" && /^s3:\/\//i.test(text);
}

/**
 * Checks an address.
 *
 * @throws QueueError `invalid-argument`; also for keys with `.`, `..` or an empty name, which servers that keep objects
 *   as files understand in ways of their own.
 * @example
 * parseS3("s3://photos/2026/a.png"); // { bucket: "photos", key: "2026/a.png" }
 */
export function parseS3(text: string): S3Location {
  if (typeof text !== "string") {
    throw new QueueError("invalid-argument", "an address in S3 is a text; give s3://bucket/prefix");
  }
  const [, bucket = "", rest = ""] = /^s3:\/\/([^/]*)(?:\/(.*))?$/is.exec(text) ?? [];
  const key = rest.replace(/\/$/, "");
  const names = key === "" ? [] : key.split("/");
  const valid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) &&
    names.every((name) => !["", ".", ".."].includes(name) && !/[\p{Cc}\\]/u.test(name));
  if (!valid) {
    // What has an @ may have a password in front of it.
    const shown = text.includes("@") ? "this" : JSON.stringify(text);
    throw new QueueError("invalid-argument", `${shown} is not an address in S3; give s3://bucket/prefix`);
  }
  return { bucket, key };
}

/** `s3://bucket/key`. */
export function s3Text({ bucket, key }: S3Location): string {
  return key === "" ? `s3://${bucket}` : `s3://${bucket}/${key}`;
}

/** A location below another: `name` may have several names with / between them. */
export function below({ bucket, key }: S3Location, name: string): S3Location {
  return { bucket, key: key === "" ? name : `${key}/${name}` };
}

/** The path of `location` relative to `root`; undefined if it is not below it. */
export function pathBelow(root: S3Location, location: S3Location): string | undefined {
  if (root.bucket !== location.bucket) return undefined;
  if (root.key === "") return location.key;
  return location.key.startsWith(`${root.key}/`) ? location.key.slice(root.key.length + 1) : undefined;
}
