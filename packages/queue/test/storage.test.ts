import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type S3Server, startS3 } from "@kernelgan/testing/s3";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { parseS3 } from "../src/s3-location.js";
import { openStorage, type Storage, type StoredObject } from "../src/storage.js";

const folder = mkdtempSync(join(tmpdir(), "kernelgan-test-"));
/** A server is started, and large files go to it and back. */
const SLOW_MS = 120_000;
let server: S3Server;
let storage: Storage;

/** Opens the storage with these variables in place of the server's. */
async function openWith(environment: Record<string, string>): Promise<Storage> {
  for (const [name, value] of Object.entries({ ...server.environment, ...environment }))
    vi.stubEnv(name, value);
  return openStorage();
}

async function list(text: string, pageSize?: number): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of storage.list(parseS3(text), pageSize)) objects.push(object);
  return objects;
}

beforeAll(async () => {
  server = await startS3(["photos", "results"]);
  storage = await openWith({});
}, SLOW_MS);
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  storage.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

describe("Storage", { timeout: SLOW_MS }, () => {
  it("uploads and downloads files, small ones and those that go in parts", async () => {
    for (const [name, bytes] of [
      ["small.bin", 1000],
      ["large.bin", 12 * 2 ** 20],
    ] as const) {
      const content = Buffer.alloc(bytes, name);
      writeFileSync(join(folder, name), content);
      const place = parseS3(`s3://results/deep/er/${name}`);
      await storage.upload(join(folder, name), place);
      const { bytes: size, etag } = await storage.download(place, join(folder, `${name}.back`), {
        maxBytes: bytes,
      });
      expect(size).toBe(bytes);
      expect(readFileSync(join(folder, `${name}.back`)).equals(content)).toBe(true);
      expect(await storage.find(place)).toEqual({ key: place.key, bytes, etag });
    }
    const parts = (await server.requests()).filter((request) =>
      /^PUT .*large\.bin\?partNumber/.test(request),
    );
    expect(parts).toHaveLength(2);
  });

  it("lists what is below a prefix, page by page, and nothing beside it", async () => {
    const names = Array.from({ length: 25 }, (_, i) => `many/${String(i).padStart(2, "0")} ö.txt`);
    for (const name of [...names, "many-more/a.txt"]) {
      await storage.writeText(parseS3(`s3://photos/${name}`), name);
    }
    const pages = async () =>
      (await server.requests()).filter((request) => request.includes("list-type=2")).length;
    const before = await pages();
    expect((await list("s3://photos/many", 10)).map(({ key }) => key)).toEqual(names);
    expect((await pages()) - before).toBe(3);
    const [one] = await list(`s3://photos/${names[7]}`);
    expect(one).toEqual(await storage.find(parseS3(`s3://photos/${names[7]}`)));
    expect(await list("s3://photos")).toHaveLength(26);
    await storage.remove("photos", names);
    expect(await list("s3://photos/many")).toEqual([]);
  });

  it("does not download what is too large", async () => {
    const place = parseS3("s3://photos/large.txt");
    await storage.writeText(place, "x".repeat(1001));
    const file = join(folder, "never.txt");
    await expect(storage.download(place, file, { maxBytes: 1000 })).rejects.toMatchObject({
      code: "too-large",
      passing: false,
      message: expect.stringContaining("s3://photos/large.txt"),
    });
    expect(readdirSync(folder)).not.toContain("never.txt");
  });

  it("reads and writes small texts", async () => {
    const place = parseS3("s3://results/text.json");
    expect(await storage.readText(place)).toBeUndefined();
    await storage.writeText(place, "ö");
    await storage.writeText(place, "ü");
    expect(await storage.readText(place)).toBe("ü");
  });

  it("says what is missing", async () => {
    expect(await storage.find(parseS3("s3://photos/none.png"))).toBeUndefined();
    const download = (text: string) => storage.download(parseS3(text), join(folder, "x"), { maxBytes: 1 });
    await expect(download("s3://photos/none.png")).rejects.toMatchObject({ code: "not-found" });
    await expect(download("s3://nowhere/none.png")).rejects.toThrow(
      "s3://nowhere/none.png: there is no bucket nowhere",
    );
  });

  it("is refused with a wrong key, and does not repeat it", async () => {
    const wrong = await openWith({ AWS_SECRET_ACCESS_KEY: "v3ry-secret" });
    const error = await wrong.writeText(parseS3("s3://photos/a.txt"), "").catch((thrown) => thrown);
    expect(error).toMatchObject({ code: "denied", passing: false });
    expect(error.message).toContain("SignatureDoesNotMatch");
    expect(error.message).not.toContain("v3ry-secret");
  });

  it("has no credentials of its own", async () => {
    const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_EC2_METADATA_DISABLED: "true" };
    const nowhere = {
      AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
      AWS_CONFIG_FILE: join(folder, "none"),
    };
    const poor = await openWith({ ...none, ...nowhere });
    await expect(poor.readText(parseS3("s3://photos/a.txt"))).rejects.toMatchObject({
      code: "denied",
      message: expect.stringContaining("AWS_ACCESS_KEY_ID"),
    });
  });

  it("may be out of reach for a while", async () => {
    const gone = await startS3([]);
    await gone.close();
    const away = await openWith({
      AWS_ENDPOINT_URL: gone.environment.AWS_ENDPOINT_URL,
      AWS_MAX_ATTEMPTS: "1",
    });
    await expect(away.readText(parseS3("s3://photos/a.txt"))).rejects.toMatchObject({
      code: "unreachable",
      passing: true,
    });
  });
});
