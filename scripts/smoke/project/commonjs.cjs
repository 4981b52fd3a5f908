/** Node 20.19 and later: ES modules by require. */
const assert = require("node:assert/strict");
const kernelgan = require("kernelgan");
const core = require("@kernelgan/core");

assert.equal(kernelgan.bicubicKernel(2).size, core.bicubicKernel(2).size);
kernelgan.readImage("photo.png").then((image) => assert.equal(image.channels, 3));
