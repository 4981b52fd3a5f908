/**
 * @kernelgan/queue: jobs for many machines. A queue on Redis (BullMQ) and files in S3-compatible storage. What the jobs
 * are is up to the caller, who supplies the check of their payloads and the function that does them.
 *
 * @example
 * import { openJobQueue, startWorker } from "@kernelgan/queue";
 *
 * const address = { url: "redis://localhost:6379", name: "example" };
 * const worker = await startWorker({ ...address, concurrency: 2, parse, process, describe });
 * const queue = await openJobQueue(address);
 * await queue.follow([{ id: "a1", data: { n: 1 } }], { signal, onOutcome: console.log });
 */
export { type NamedFile, QueueError, type QueueErrorCode } from "./errors.js";
export type { Failure } from "./failure.js";
export type { FollowOptions, JobState, NewJob, Outcome } from "./job-follower.js";
export { JobQueue, type JobQueueOptions, openJobQueue, type QueueAddress } from "./job-queue.js";
export { type QueueWorker, startWorker, type WorkerOptions } from "./queue-worker.js";
export { type RedisAddress, redisAddress } from "./redis-address.js";
export { below, isS3, parseS3, pathBelow, type S3Location, s3Text } from "./s3-location.js";
export { type DownloadOptions, openStorage, Storage, type StoredObject } from "./storage.js";
