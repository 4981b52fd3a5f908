/**
 * The connection to Redis. The first attempt must succeed: a wrong address should be reported at once. After that
 * an interruption is waited out, however long it takes: commands sent meanwhile reach Redis when it is back.
 */
import { Redis } from "ioredis";
import { QueueError } from "./errors.js";
import { type RedisAddress, redisAddress } from "./redis-address.js";
import { redisError } from "./redis-error.js";

const CONNECT_MS = 10_000;
const MAX_PAUSE_MS = 2_000;

/** An open connection. */
export interface Connection {
  redis: Redis;
  address: RedisAddress;
  close(): void;
}

/**
 * Connects.
 *
 * @param onNotice called with a line when the connection is lost and when it is back
 * @throws QueueError `invalid-argument` for an address that is none, `unreachable` or `denied` if it does not work.
 */
export async function connect(url: string, onNotice: (message: string) => void): Promise<Connection> {
  const address = redisAddress(url);
  let connected = false;
  let reason: Error | undefined;
  const redis = new Redis(address.url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: null, // the queue's blocking commands need it
    retryStrategy: (attempt) => (connected ? Math.min(100 * attempt, MAX_PAUSE_MS) : null),
  });
  redis.on("error", (error: Error) => {
    reason = error;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    throw connectError(address, reason ?? (error as Error));
  }
  connected = true;
  let lost = false;
  let closed = false;
  redis.on("close", () => {
    if (!lost && !closed) onNotice(`lost the connection to ${address.shown}; waiting for it`);
    lost = true;
  });
  redis.on("ready", () => {
    if (lost) onNotice(`connected to ${address.shown} again`);
    lost = false;
  });
  return {
    redis,
    address,
    close() {
      closed = true;
      redis.disconnect();
    },
  };
}

function connectError({ shown }: RedisAddress, reason: Error & { code?: string }): QueueError {
  const answer = redisError(shown, reason);
  if (answer instanceof QueueError && answer.code !== "unreachable") return answer;
  return new QueueError(
    "unreachable",
    `cannot reach ${shown} (${reason.code ?? "no answer"}); is Redis running there, and the address right?`,
    { cause: reason },
  );
}
