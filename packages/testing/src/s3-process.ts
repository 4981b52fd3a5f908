/**
 * The process of the S3 server (s3.ts): `s3-process.js DIRECTORY BUCKET…`. It sends its parent the port it listens on
 * and, for each message from it, all requests so far. s3rver is patched in one place, see `v4`, and needs Node's
 * --openssl-legacy-provider: it encrypts the tokens that continue long lists with DES.
 */
import type { IncomingHttpHeaders } from "node:http";
import { createRequire } from "node:module";
import S3rver from "@20minutes/s3rver";

/** s3rver's own function for the text that a request's signature signs. */
const v4: {
  getStringToSign(canonical: { uri: string; headers: IncomingHttpHeaders }, request: unknown): string;
} = createRequire(import.meta.url)("@20minutes/s3rver/lib/signature/v4.js");
const PATH_HEADER = "path-as-sent";

// Clients sign the path that they send. s3rver rebuilds it from bucket and key, without the / that ends a bucket's path
// in the requests of Amazon's client.
const { getStringToSign } = v4;
v4.getStringToSign = (canonical, request) =>
  getStringToSign({ ...canonical, uri: String(canonical.headers[PATH_HEADER]) }, request);

const [directory, ...buckets] = process.argv.slice(2);
const server = new S3rver({
  address: "127.0.0.1",
  port: 0,
  silent: true,
  directory: directory ?? "",
  configureBuckets: buckets.map((name) => ({ name })),
});
const { port } = await server.run();
const requests: string[] = [];
server.httpServer.prependListener("request", ({ method, url = "", headers }) => {
  requests.push(`${method} ${url}`);
  headers[PATH_HEADER] = url.split("?")[0];
});
process.on("message", () => process.send?.(requests));
process.on("disconnect", () => process.exit());
process.send?.(port);
