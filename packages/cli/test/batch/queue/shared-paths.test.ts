import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { isSharedPath, locate, openRoots, sharedPath } from "../../../src/batch/queue/shared-paths.js";

const folder = realpathSync(temporaryFolder());
const root = join(folder, "root");

beforeAll(() => {
  mkdirSync(join(root, "photos", "deep"), { recursive: true });
  mkdirSync(join(folder, "root-private"));
  writeFileSync(join(folder, "secret.png"), "");
  writeFileSync(join(root, "photos", "a.png"), "");
  symlinkSync(folder, join(root, "out-of-it"));
  symlinkSync(join(folder, "root-private"), join(root, "beside-it"));
  symlinkSync(join(folder, "secret.png"), join(root, "photos", "link.png"));
  symlinkSync(join(root, "photos"), join(root, "within"));
});

describe("shared paths in a folder", () => {
  it.each([
    ["photos/a.png", "photos/a.png"],
    ["photos/not yet/there.png", "photos/not yet/there.png"],
    [".", ""],
    ["within/a.png", "within/a.png"],
  ])("%s", async (text, path) => {
    expect(await locate(await openRoots([root]), text)).toEqual({ path: join(root, path) });
  });

  it.each([
    "../secret.png",
    "photos/../../secret.png",
    "photos/./a.png",
    "photos//a.png",
    "/etc/passwd",
    "",
    "C:/windows/system.ini",
    "photos\\..\\..\\secret.png",
    "photos/a.png\0.txt",
    "out-of-it/secret.png",
    "out-of-it/root/photos/a.png/../../../secret.png",
    "out-of-it/new folder/new.png",
    "beside-it/a.png",
    "photos/link.png",
  ])("%j is refused", async (text) => {
    await expect(locate(await openRoots([root]), text)).rejects.toMatchObject({ code: "refused" });
  });

  it("are refused without a folder", async () => {
    await expect(locate(await openRoots(["s3://photos"]), "photos/a.png")).rejects.toThrow("--root DIR");
  });
});

describe("shared paths in S3", () => {
  it.each([
    [["s3://photos"], "s3://photos/a.png"],
    [["s3://photos/2026"], "s3://photos/2026/a/b.png"],
    [[root, "s3://other", "s3://photos/2026"], "s3://photos/2026"],
  ])("%j has %s", async (roots, text) => {
    expect(await locate(await openRoots(roots), text)).toMatchObject({ s3: { bucket: "photos" } });
  });

  it.each([
    [[root], "s3://photos/a.png"],
    [["s3://photos/2026"], "s3://photos/2026-private/a.png"],
    [["s3://photos/2026"], "s3://photos/2026/../2025/a.png"],
    [["s3://photos/2026"], "s3://other/2026/a.png"],
    [["s3://photos/2026"], "s3://photos"],
  ])("%j refuses %s", async (roots, text) => {
    await expect(locate(await openRoots(roots), text)).rejects.toMatchObject({ code: "refused" });
  });
});

describe("openRoots", () => {
  it.each([
    [[join(folder, "nowhere")], /there is no such file/],
    [[join(folder, "secret.png")], /not a folder/],
    [[root, folder], /one that holds them all/],
    [["s3://Photos"], /not an address in S3/],
  ])("refuses %j", async (roots, message) => {
    await expect(openRoots(roots)).rejects.toThrow(message);
  });
});

describe("sharedPath", () => {
  it("is the way from the root", async () => {
    expect(sharedPath(join(root, "photos", "a.png"), root)).toBe("photos/a.png");
    expect(sharedPath(root, root)).toBe(".");
    expect(isSharedPath(sharedPath(root, root))).toBe(true);
  });

  it.each([join(folder, "secret.png"), join(folder, "root-private", "a.png"), folder])(
    "%s is outside",
    (path) => {
      expect(() => sharedPath(path, root)).toThrow(/give a "root"/);
    },
  );
});
