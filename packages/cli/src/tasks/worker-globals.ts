/**
 * For workers, before workerpool is loaded. Bun has the globals of browsers' workers in processes as well, and takes
 * what is sent by them nowhere; workerpool would prefer them to Node's own ways, and its answers be lost.
 */
Reflect.deleteProperty(globalThis, "postMessage");
