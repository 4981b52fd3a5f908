import { readFile, writeFile } from "node:fs/promises";

const [path = "photo.png"] = process.argv.slice(2);
const address = `http://localhost:${process.env.PORT ?? 8080}`;
const response = await fetch(address, { method: "POST", body: await readFile(path) });
if (!response.ok) throw new Error(await response.text());
await writeFile("from-server.webp", Buffer.from(await response.arrayBuffer()));
console.log(`from-server.webp: ${response.headers.get("content-type")}`);
