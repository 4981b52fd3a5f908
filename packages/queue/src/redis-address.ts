/** Addresses of Redis: `redis://[user:password@]host[:port][/db]`, `rediss://…` with TLS. */
import { QueueError } from "./errors.js";

/** A checked address. */
export interface RedisAddress {
  /** As given, with the credentials: for the client alone. */
  readonly url: string;
  /** The same with the credentials masked: for people. */
  readonly shown: string;
}

/**
 * Checks an address.
 *
 * @throws QueueError `invalid-argument`; its message does not repeat the address, which may hold a password.
 * @example
 * redisAddress("redis://:secret@queue.example:6379/1").shown; // redis://***@queue.example:6379/1
 */
export function redisAddress(text: string): RedisAddress {
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined;
  const valid =
    url &&
    /^rediss?:$/.test(url.protocol) &&
    url.hostname !== "" &&
    /^(\/\d*)?$/.test(url.pathname) &&
    url.search === "" &&
    url.hash === "";
  if (!valid) {
    throw new QueueError(
      "invalid-argument",
      "not an address of Redis; give redis://host:port, redis://host:port/db, or rediss:// for TLS",
    );
  }
  const credentials = url.username || url.password ? "***@" : "";
  return {
    url: url.href,
    shown: `${url.protocol}//${credentials}${url.host}${url.pathname === "/" ? "" : url.pathname}`,
  };
}
