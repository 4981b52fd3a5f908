/** Real servers for tests and benches: Redis, where it is installed, and one that speaks S3. */
export { type RedisServer, redisPath, startRedis } from "./redis.js";
export { type S3Server, startS3 } from "./s3.js";
