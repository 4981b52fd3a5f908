/**
 * Files in S3-compatible storage. Endpoint, region and credentials come from where every AWS tool takes them: the
 * environment (AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, …), ~/.aws, or the machine's role. They appear in no
 * message.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { QueueError, type QueueErrorCode } from "./errors.js";
import { type S3Location, s3Text } from "./s3-location.js";

/** An object in storage. */
export interface StoredObject {
  key: string;
  bytes: number;
  /** Changes when the content does. */
  etag: string;
}

/** How to download. */
export interface DownloadOptions {
  /** Refuse larger objects, before anything is downloaded. */
  maxBytes: number;
  signal?: AbortSignal | undefined;
}

/** Larger files are uploaded in parts of this size, each tried again by itself. S3's minimum is 5 MiB. */
const PART = 8 * 2 ** 20;
const PARTS_AT_ONCE = 4;
/** Objects that one request may delete. */
const DELETED_AT_ONCE = 1000;
/** Objects that one answer can list. */
const PAGE = 1000;
const ATTEMPTS = 5;

/**
 * Opens the storage. Nothing is asked of the server yet.
 *
 * @example
 * const storage = await openStorage();
 * for await (const { key } of storage.list(parseS3("s3://photos/2026"))) console.log(key);
 */
export async function openStorage(): Promise<Storage> {
  // Its warning that later versions of it will want a later Node is for developers.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  // The library takes a while to load, and only those who have files in S3 need it.
  const aws = await import("@aws-sdk/client-s3");
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const endpoint = AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL;
  const region = AWS_REGION ?? AWS_DEFAULT_REGION ?? (endpoint ? "us-east-1" : undefined);
  const client = new aws.S3Client({
    maxAttempts: ATTEMPTS,
    // Servers other than Amazon's need not know buckets as host names, nor the newer checksums.
    forcePathStyle: endpoint !== undefined,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // Its type has no undefined.
    ...(region && { region }),
  });
  return new Storage(client, aws);
}

/** Open storage, see {@link openStorage}. Every method throws QueueErrors. */
export class Storage {
  constructor(
    private readonly client: S3Client,
    private readonly aws: typeof import("@aws-sdk/client-s3"),
  ) {}

  /**
   * All objects whose keys are `prefix` or begin with `prefix/`, in the order of their keys.
   *
   * @param pageSize How many to ask for at once.
   */
  async *list({ bucket, key }: S3Location, pageSize = PAGE): AsyncGenerator<StoredObject> {
    let token: string | undefined;
    do {
      const page = await this.ask({ bucket, key }, () =>
        this.client.send(
          new this.aws.ListObjectsV2Command({
            Bucket: bucket,
            Prefix: key,
            MaxKeys: pageSize,
            ContinuationToken: token,
          }),
        ),
      );
      for (const { Key = "", Size = 0, ETag = "" } of page.Contents ?? []) {
        if (key === "" || Key === key || Key.startsWith(`${key}/`))
          yield { key: Key, bytes: Size, etag: ETag };
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token);
  }

  /** What is known of an object; undefined if there is none. */
  async find(location: S3Location): Promise<StoredObject | undefined> {
    try {
      const { ContentLength = 0, ETag = "" } = await this.ask(location, () =>
        this.client.send(new this.aws.HeadObjectCommand({ Bucket: location.bucket, Key: location.key })),
      );
      return { key: location.key, bytes: ContentLength, etag: ETag };
    } catch (error) {
      if (error instanceof QueueError && error.code === "not-found") return undefined;
      throw error;
    }
  }

  /**
   * Downloads an object to a new file.
   *
   * @throws QueueError `too-large` if it has more than `maxBytes` bytes; also `not-found`, `denied`, `unreachable`
   */
  async download(
    location: S3Location,
    file: string,
    { maxBytes, signal }: DownloadOptions,
  ): Promise<StoredObject> {
    return this.ask(location, async () => {
      const abort = signal && { abortSignal: signal };
      const object = await this.client.send(
        new this.aws.GetObjectCommand({ Bucket: location.bucket, Key: location.key }),
        abort,
      );
      const body = object.Body as Readable;
      try {
        checkBytes(location, object.ContentLength ?? 0, maxBytes);
        let bytes = 0;
        const counted = new Transform({
          transform(chunk: Buffer, _, done) {
            bytes += chunk.length;
            done(bytes > maxBytes ? tooLarge(location, bytes, maxBytes) : null, chunk);
          },
        });
        await pipeline(
          body,
          counted,
          createWriteStream(file, { flags: "wx" }),
          ...(signal ? [{ signal }] : []),
        );
        return { key: location.key, bytes, etag: object.ETag ?? "" };
      } catch (error) {
        body.destroy();
        await rm(file, { force: true });
        throw error;
      }
    });
  }

  /** Uploads a file; readers see the whole object, or what was there before. */
  async upload(file: string, { bucket, key }: S3Location, signal?: AbortSignal): Promise<StoredObject> {
    const { Upload } = await import("@aws-sdk/lib-storage");
    return this.ask({ bucket, key }, async () => {
      const upload = new Upload({
        client: this.client,
        params: { Bucket: bucket, Key: key, Body: createReadStream(file) },
        partSize: PART,
        queueSize: PARTS_AT_ONCE,
      });
      const stop = (): void => void upload.abort();
      signal?.addEventListener("abort", stop);
      try {
        const { ETag = "" } = await upload.done();
        return { key, bytes: (await stat(file)).size, etag: ETag };
      } finally {
        signal?.removeEventListener("abort", stop);
      }
    });
  }

  /** The content of a small object as text; undefined if there is none. */
  async readText({ bucket, key }: S3Location): Promise<string | undefined> {
    try {
      return await this.ask({ bucket, key }, async () => {
        const { Body } = await this.client.send(new this.aws.GetObjectCommand({ Bucket: bucket, Key: key }));
        return (await Body?.transformToString()) ?? "";
      });
    } catch (error) {
      if (error instanceof QueueError && error.code === "not-found") return undefined;
      throw error;
    }
  }

  /** Writes a small object. */
  async writeText({ bucket, key }: S3Location, text: string): Promise<void> {
    await this.ask({ bucket, key }, () =>
      this.client.send(new this.aws.PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(text) })),
    );
  }

  /** Removes objects; those that do not exist are no error. */
  async remove(bucket: string, keys: readonly string[]): Promise<void> {
    for (let i = 0; i < keys.length; i += DELETED_AT_ONCE) {
      const objects = keys.slice(i, i + DELETED_AT_ONCE).map((key) => ({ Key: key }));
      await this.ask({ bucket, key: "" }, () =>
        this.client.send(
          new this.aws.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
        ),
      );
    }
  }

  close(): void {
    this.client.destroy();
  }

  private async ask<T>(location: S3Location, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw storageError(location, error);
    }
  }
}

function checkBytes(location: S3Location, bytes: number, max: number): void {
  if (bytes > max) throw tooLarge(location, bytes, max);
}

function tooLarge(location: S3Location, bytes: number, max: number): QueueError {
  return objectError("too-large", location, `at least ${bytes} bytes, over the ${max} allowed`);
}

/** An error of the library in our words: its own may repeat what was sent. */
function storageError(location: S3Location, error: unknown): unknown {
  if (error instanceof QueueError) return error;
  const { name, code, path, $metadata } = error as Error & {
    code?: string | undefined;
    path?: string | undefined;
    $metadata?: { httpStatusCode?: number };
  };
  if (name === "AbortError") return error;
  // Not the storage's, but of a file on this machine.
  if (typeof path === "string") return error;
  const status = $metadata?.httpStatusCode;
  if (["NoSuchKey", "NoSuchBucket", "NotFound"].includes(name) || status === 404) {
    const what =
      name === "NoSuchBucket" ? `there is no bucket ${location.bucket}` : "there is no such object";
    return objectError("not-found", location, `${what}; check bucket and key`, { cause: error });
  }
  if (name === "CredentialsProviderError" || /^Region is missing/.test((error as Error).message)) {
    const remedy = "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION, or ~/.aws";
    return objectError("denied", location, `no credentials or no region; ${remedy}`, { cause: error });
  }
  if (status === 401 || status === 403 || status === 400) {
    return objectError("denied", location, `the storage refuses it (${name}); check the credentials`, {
      cause: error,
    });
  }
  const reason = `the storage does not answer as it should (${code ?? name}); check AWS_ENDPOINT_URL`;
  return objectError("unreachable", location, reason, { cause: error });
}

/** `s3://bucket/key: reason`. */
function objectError(
  code: QueueErrorCode,
  location: S3Location,
  reason: string,
  options?: { cause: unknown },
): QueueError {
  const path = s3Text(location);
  const file = { path, start: 0, end: path.length };
  return new QueueError(code, `${path}: ${reason}`, { file, ...options });
}
