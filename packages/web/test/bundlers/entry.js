/** What a program of somebody else's does: bundlers.test.ts bundles it. */
import { bicubicKernel, planarImage, superResolve } from "@kernelgan/core";

globalThis.enlarge = async (threads) => {
  const image = planarImage(480, 360, 3);
  for (let i = 0; i < image.data.length; i++) image.data[i] = ((i * 7919) % 1000) / 1000;
  const { image: larger } = await superResolve(image, bicubicKernel(2), { threads, noise: 2 });
  const digest = await crypto.subtle.digest("SHA-256", larger.data);
  return new Uint8Array(digest).join();
};
