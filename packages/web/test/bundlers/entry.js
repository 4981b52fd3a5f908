/** What a program of somebody else's does: bundlers.test.ts bundles it. */
import { bicubicKernel, planarImage, superResolve } from "@kernelgan/core";

globalThis.enlarge = async (threads) => {
  // Hardly more than two workers are started for.
  const image = planarImage(480, 280, 3);
  for (let i = 0; i < image.data.length; i++) image.data[i] = ((i * 7919) % 1000) / 1000;
  const { image: larger } = await superResolve(image, bicubicKernel(2), { threads, noise: 2 });
  const digest = await crypto.subtle.digest("SHA-256", larger.data);
  return new Uint8Array(digest).join();
};

/** Trains a network, if only a little. */
globalThis.train = async (threads) => {
  const image = planarImage(64, 64, 1);
  for (let i = 0; i < image.data.length; i++) image.data[i] = ((i * 7919) % 1000) / 1000;
  try {
    const options = { method: "zssr", zssrIterations: 2, threads };
    const { timing } = await superResolve(image, bicubicKernel(2), options);
    return `trained, threads: ${timing.threads}`;
  } catch ({ code, message }) {
    return `${code}: ${message}`;
  }
};
