import { type PlanarImage, planarImage, type Warning } from "@kernelgan/core";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Picture } from "../../src/image-files/picture.js";
import { encodePicture, encodePictures, writePicture } from "../../src/image-files/write-picture.js";
import { pictureFolder } from "../helpers/picture-folder.js";
import { grayProfile, HEIGHT, largestDifference, noise, PIXELS, p3, WIDTH } from "../helpers/pictures.js";

const { path, roundTrip } = pictureFolder();

describe("a picture comes back as it was written", () => {
  const whole = { png: 16, tif: 16, webp: 8, avif: 8 } as const;
  const cases = Object.entries(whole).flatMap(([extension, most]) =>
    [1, 3].flatMap((channels) =>
      ([8, 16] as const)
        .filter((depth) => depth <= most)
        .flatMap((depth) => [false, true].map((alpha) => ({ extension, channels, depth, alpha }))),
    ),
  );
  it.each(cases)("$extension, $channels channels, $depth bits, alpha: $alpha", async (one) => {
    const { extension, channels, depth, alpha } = one;
    const holdsGray = extension === "png" || extension === "tif";
    const picture: Picture = {
      image: noise(channels, depth),
      depth,
      alpha: alpha ? noise(1, depth) : undefined,
      icc: channels === 3 ? p3 : holdsGray ? grayProfile : undefined,
    };
    const again = await roundTrip(`round.${extension}`, picture, {
      onWarning: ({ message }) => expect.unreachable(message),
    });
    if (channels === 3 || holdsGray) {
      expect(again).toEqual(picture);
      return;
    }
    const { image, ...rest } = again;
    expect(rest).toEqual(alpha ? { depth, alpha: picture.alpha } : { depth });
    for (const c of [0, 1, 2]) {
      expect(image.data.subarray(c * PIXELS, (c + 1) * PIXELS)).toEqual(picture.image.data);
    }
  });

  it.each(["png", "tif", "jpg"])("%s keeps pixels per inch", async (extension) => {
    const picture: Picture = { image: noise(3, 8), depth: 8, density: 300 };
    expect(await roundTrip(`dense.${extension}`, picture)).toMatchObject({ density: 300 });
  });

  it.each([1, 3])("JPEG: %i channels, nearly, with the very profile", async (channels) => {
    const flat = planarImage(WIDTH, HEIGHT, channels, new Float32Array(channels * PIXELS).fill(0.3));
    const icc = channels === 3 ? p3 : grayProfile;
    const { image, ...rest } = await roundTrip("round.jpg", { image: flat, depth: 8, icc });
    expect(largestDifference(image, flat)).toBeLessThan(0.01);
    expect(rest).toEqual({ depth: 8, icc, density: 72 });
  });
});

describe("writePicture", () => {
  const colours = noise(3, 8);

  it("rounds to nearest and clips, colours and alpha", async () => {
    const values = Float32Array.of(-0.5, 1.5, 100.4 / 65535, 100.6 / 65535);
    const image = planarImage(4, 1, 1, values);
    const alpha = planarImage(4, 1, 1, Float32Array.of(0.4 / 65535 + 0.5, 1.5, 2, 0.25));
    const again = await roundTrip("clipped.png", { image, alpha, depth: 16 });
    expect(Array.from(again.image.data, (v) => Math.round(v * 65535))).toEqual([0, 65535, 100, 101]);
    expect(Array.from(again.alpha?.data ?? [], (v) => Math.round(v * 65535))).toEqual([
      32768, 65535, 65535, 16384,
    ]);
  });

  it.each(["webp", "avif"])("%s rounds 16 bits to 8, and says so", async (extension) => {
    const warnings: Warning[] = [];
    const picture: Picture = { image: noise(3, 16), depth: 16 };
    const { image, depth } = await roundTrip(`narrow.${extension}`, picture, {
      onWarning: (warning) => warnings.push(warning),
    });
    expect(depth).toBe(8);
    expect(image.data).toEqual(picture.image.data.map((v) => Math.round(v * 255) / 255));
    expect(warnings).toEqual([
      {
        code: "fewer-colours",
        message: expect.stringMatching(/8 bits a sample, not 16; \.png and \.tif/),
      },
    ]);
  });

  it.each(["png", "tif", "gif", "jpg", "webp", "avif"])(
    "says whether .%s has a quality",
    async (extension) => {
      const warnings: Warning[] = [];
      const onWarning = (warning: Warning): unknown => warnings.push(warning);
      await encodePicture(`a.${extension}`, { image: noise(3, 8), depth: 8 }, { quality: 80, onWarning });
      const found = warnings.filter(({ code }) => code === "option-without-effect");
      expect(found).toMatchObject(
        ["png", "tif", "gif"].includes(extension)
          ? [
              {
                message: expect.stringMatching(/ has no quality to choose: "quality" has no effect; \.jpg, /),
              },
            ]
          : [],
      );
    },
  );

  it("puts transparency on white for JPEG, and says so", async () => {
    const warnings: Warning[] = [];
    const image = planarImage(16, 16, 3, new Float32Array(3 * 256).fill(0.2));
    const alpha = planarImage(16, 16, 1, new Float32Array(256).fill(0.25));
    const again = await roundTrip(
      "white.jpg",
      { image, alpha, depth: 8 },
      { onWarning: (warning) => warnings.push(warning) },
    );
    expect(again.alpha).toBeUndefined();
    expect(again.image.data[100]).toBeCloseTo(0.25 * 0.2 + 0.75, 2);
    expect(warnings).toEqual([
      { code: "transparency-left-out", message: expect.stringMatching(/no transparency: .* white/) },
    ]);
  });

  it.each(["jpg", "webp", "avif"])("%s is smaller at a lower quality", async (extension) => {
    const [low, high] = await Promise.all(
      [30, 90].map((quality) => encodePicture(`a.${extension}`, { image: colours, depth: 8 }, { quality })),
    );
    expect(low!.length).toBeLessThan(high!.length);
  });

  it("keeps the whole chroma of JPEG unless the options say otherwise", async () => {
    const picture: Picture = { image: colours, depth: 8 };
    const subsampling = async (options: { chromaSubsampling?: "4:2:0"; quality?: number }) =>
      (await sharp(await encodePicture("a.jpg", picture, options)).metadata()).chromaSubsampling;
    expect(await subsampling({})).toBe("4:4:4");
    expect(await subsampling({ quality: 50 })).toBe("4:4:4");
    expect(await subsampling({ chromaSubsampling: "4:2:0" })).toBe("4:2:0");
  });

  it.each<[string, string, PlanarImage, Uint8Array]>([
    ["longer than it says", "png", colours, Buffer.concat([p3, Buffer.alloc(5)])],
    ["cut off", "png", colours, p3.subarray(0, 300)],
    ["no profile at all", "jpg", colours, new Uint8Array(200)],
    ["for RGB, the image gray", "tif", noise(1, 8), p3],
    ["for gray, the format not", "webp", noise(1, 8), grayProfile],
  ])("leaves out a profile that is %s, and says so", async (_, extension, image, icc) => {
    const warnings: Warning[] = [];
    const picture: Picture = { image, depth: 8, icc };
    const again = await roundTrip(`profile.${extension}`, picture, {
      onWarning: (warning) => warnings.push(warning),
    });
    expect(again.icc).toBeUndefined();
    expect(warnings).toEqual([
      { code: "profile-left-out", message: expect.stringMatching(/profile .*left out/) },
    ]);
    if (extension === "png") expect(again.image).toEqual(image);
  });

  it.each<[string, (picture: Picture) => Promise<unknown>, RegExp]>([
    [
      "an unknown option of writePicture",
      (picture) => writePicture(path("none.png"), picture, { qualty: 5 } as object),
      /no option "qualty"; valid options: quality, chromaSubsampling, strip, onWarning, force$/,
    ],
    [
      "an unknown option of encodePicture",
      (picture) => encodePicture("png", picture, { force: true } as object),
      /no option "force"; valid options: quality, chromaSubsampling, strip, onWarning$/,
    ],
    [
      "a switch that is none",
      (picture) => writePicture(path("none.png"), picture, { force: "no" as unknown as boolean }),
      /"force" must be true or false, got "no"/,
    ],
    [
      "another sampling of chroma",
      (picture) => encodePicture("jpg", picture, { chromaSubsampling: "4:2:2" as "4:2:0" }),
      /"chromaSubsampling" must be 4:4:4 or 4:2:0, got "4:2:2"/,
    ],
    [
      "metadata that are none",
      (picture) => encodePicture("png", { ...picture, metadata: "EXIF" as never }),
      /a picture's metadata must be an object such as \{ exif, xmp \}, got "EXIF"/,
    ],
    [
      "EXIF that is none",
      (picture) => encodePicture("png", { ...picture, metadata: { exif: "II" as never } }),
      /"exif" of a picture's metadata must be a Uint8Array, got "II"/,
    ],
    [
      "no path",
      (picture) => writePicture(Symbol("a") as never, picture),
      /given by its path, a text; got Symbol/,
    ],
    [
      "no pictures",
      () => encodePictures("gif", [], undefined),
      /must be an array of one or more, got an array/,
    ],
    [
      "a picture for several",
      (picture) => encodePictures("gif", picture as never, undefined),
      /got another object/,
    ],
    [
      "several, one none",
      (picture) => encodePictures("gif", [picture, null] as never, undefined),
      /a picture must/,
    ],
    [
      "a delay that is none",
      (picture) => encodePictures("gif", [picture, picture], { delays: [100, -1], loop: 0 }),
      /delay of a frame must be an integer from 0 to 16777215, got -1/,
    ],
    [
      "a loop that is none",
      (picture) => encodePictures("gif", [picture, picture], { delays: [100, 100], loop: 0.5 }),
      /how often an animation is shown must be an integer from 0 to 65536, got 0.5/,
    ],
  ])("refuses %s", async (_, call, message) => {
    await expect(call({ image: colours, depth: 8 })).rejects.toMatchObject({
      name: "KernelGanError",
      code: "invalid-argument",
      message: expect.stringMatching(message),
    });
  });

  it("refuses what makes no sense", async () => {
    const picture: Picture = { image: colours, depth: 8 };
    for (const quality of [0, 101, 50.5, Number.NaN])
      await expect(encodePicture("a.jpg", picture, { quality })).rejects.toThrow(/quality .* 1 to 100/);
    await expect(encodePicture("a.png", { ...picture, alpha: colours })).rejects.toThrow(
      /alpha .* 1 channel/,
    );
    await expect(encodePicture("a.png", { image: noise(2, 8), depth: 8 })).rejects.toThrow(/1 or 3 channels/);
    await expect(encodePicture("a.bmp", picture)).rejects.toThrow(/cannot write \.bmp/);
    await writePicture(path("there.png"), picture);
    await expect(writePicture(path("there.png"), picture)).rejects.toThrow(
      /exists already; replace it with "force"/,
    );
  });
});
