"""Makes image-references.json and kernel-references.json: what numpy and scipy compute on small inputs.

    python3 packages/core/test/data/make-image-and-kernel-references.py
    npx biome check --write packages/core/test/data

Written from MATLAB's documentation of imresize and from the equations at the head of gradient-map.ts and crop-map.ts, not from
the TypeScript code, and as literally as possible (sorting, enlarging, summing window by window). Numbers are rounded to 8 digits. Last run with
numpy 2.4 and scipy 1.17. Inputs come from a generator that any language can make (see `noise`); the tests make the
same ones.
"""

import json
import os

import numpy as np
from scipy import ndimage

HERE = os.path.dirname(os.path.abspath(__file__))


def noise(seed, *shape, levels=2**24):
    """x <- 1664525 x + 1013904223 mod 2^32; floor(levels x / 2^32) / levels, in [0, 1), exact in float32."""
    x, values = seed, []
    for _ in range(int(np.prod(shape))):
        x = (1664525 * x + 1013904223) % 2**32
        values.append(x * levels // 2**32 / levels)
    return np.array(values).reshape(shape)


def rounded(array):
    return [float(f"{v:.8g}") for v in np.asarray(array, dtype=float).ravel()]


# --- imresize -------------------------------------------------------------------------------------------------------


def cubic(x):
    a = abs(x)
    near = 1.5 * a**3 - 2.5 * a**2 + 1
    far = -0.5 * a**3 + 2.5 * a**2 - 4 * a + 2
    return np.where(a <= 1, near, np.where(a <= 2, far, 0))


def resize_axis(x, out_length, scale, axis):
    """One pass of imresize, as a dense matrix, with MATLAB's 1-based coordinates."""
    in_length = x.shape[axis]
    width = 4 / scale if scale < 1 else 4
    kernel = (lambda t: scale * cubic(scale * t)) if scale < 1 else cubic
    matrix = np.zeros((out_length, in_length))
    mirrored = list(range(1, in_length + 1)) + list(range(in_length, 0, -1))
    for i in range(1, out_length + 1):
        u = i / scale + 0.5 * (1 - 1 / scale)
        left = int(np.floor(u - width / 2))
        indices = left + np.arange(int(np.ceil(width)) + 2)
        weights = kernel(u - indices)
        weights = weights / weights.sum()
        for j, w in zip(indices, weights):
            matrix[i - 1, mirrored[(j - 1) % len(mirrored)] - 1] += w
    return np.moveaxis(np.tensordot(matrix, x, (1, axis)), 0, axis)


def imresize(x, scale=None, size=None):
    """x: [c, h, w]."""
    if size is None:
        size = [int(np.ceil(scale * n)) for n in x.shape[1:]]
        scales = [scale, scale]
    else:
        scales = [o / n for o, n in zip(size, x.shape[1:])]
    for axis in np.argsort(scales, kind="stable"):
        x = resize_axis(x, size[axis], scales[axis], axis + 1)
    return x


# --- texture and crop maps ------------------------------------------------------------------------------------------


def gray(x):
    if len(x) == 1:
        return x[0]
    # First row of the inverse of the NTSC (YIQ -> RGB) matrix, which is how MATLAB defines rgb2gray.
    yiq_to_rgb = np.array([[1, 0.956, 0.621], [1, -0.272, -0.647], [1, -1.106, 1.703]])
    return np.tensordot(np.linalg.inv(yiq_to_rgb)[0], x, 1)


def gradient_map(x):
    # float32, as in the library: equal gradients must stay equal to be tied.
    g = gray(x).astype(np.float32)
    dy, dx = (abs(d) for d in np.gradient(g))
    total = np.zeros(g.shape)
    for m in (dx, dy, np.sqrt(dx * dx + dy * dy)):
        ordered = np.sort(m.ravel())
        p = ordered[int(0.97 * m.size)]
        q = ordered[ordered > p][0]
        clipped = (np.clip(m, p, q) - p).astype(float)
        total += clipped / clipped.sum()
    total *= g.size / 3
    sums = ndimage.correlate(total, np.ones((5, 5)), mode="constant")
    return sums / ndimage.correlate(np.ones(g.shape), np.ones((5, 5)), mode="constant")


def crop_map(m, height, width, crop, step, phase, map_scale):
    enlarged = np.kron(m, np.ones((map_scale, map_scale)))[:height, :width]
    half = crop // 2
    margin = (crop - half) // 2
    rows = range(phase, height - crop + 1, step)
    columns = range(phase, width - crop + 1, step)
    sums = np.array(
        [[enlarged[y + margin : y + margin + half, x + margin : x + margin + half].sum() for x in columns] for y in rows]
    )
    return sums / sums.sum()


resized = []
for target in ({"scale": 1 / 2}, {"scale": 1 / 3}, {"scale": 1 / 4}, {"scale": 0.7}, {"scale": 2}, {"scale": 3},
               {"width": 9, "height": 20}, {"width": 40, "height": 3}):
    size = (target["height"], target["width"]) if "width" in target else None
    shape = (3 if target == {"scale": 1 / 2} else 1, 11, 14)
    out = imresize(noise(1, *shape), target.get("scale"), size)
    resized.append({"target": target, "shape": shape, "resultShape": out.shape, "data": rounded(out)})

colourful = noise(2, 3, 18, 24)
quantised = noise(3, 1, 21, 17, levels=8)  # few levels: many equal gradients, also at the percentile
references = {
    "imresize": resized,
    "gradientMap": [
        {"seed": 2, "shape": [3, 18, 24], "levels": 2**24, "map": rounded(gradient_map(colourful))},
        {"seed": 3, "shape": [1, 21, 17], "levels": 8, "map": rounded(gradient_map(quantised))},
    ],
    "cropMap": [
        {"seed": 5, "mapShape": [18, 24], "height": 18, "width": 24, "cropSize": 8, "step": 1, "phase": 0,
         "mapScale": 1, "probabilities": rounded(crop_map(noise(5, 18, 24), 18, 24, 8, 1, 0, 1))},
        {"seed": 6, "mapShape": [9, 12], "height": 17, "width": 24, "cropSize": 9, "step": 2, "phase": 1,
         "mapScale": 2, "probabilities": rounded(crop_map(noise(6, 9, 12), 17, 24, 9, 2, 1, 2))},
        {"seed": 7, "mapShape": [9, 12], "height": 27, "width": 35, "cropSize": 4, "step": 5, "phase": 3,
         "mapScale": 3, "probabilities": rounded(crop_map(noise(7, 9, 12), 27, 35, 4, 5, 3, 3))},
    ],
}
with open(os.path.join(HERE, "image-references.json"), "w") as f:
    json.dump(references, f)

# --- kernels --------------------------------------------------------------------------------------------------------

downscaled = []
for seed, shape, size, scale in ((11, (3, 16, 21), 13, 2), (12, (1, 15, 14), 11, 3), (13, (1, 9, 10), 4, 2),
                                 (14, (1, 5, 7), 13, 2), (15, (1, 6, 9), 3, 1), (16, (1, 20, 17), 3, 5)):
    x = noise(seed, *shape)
    k = noise(seed + 100, size, size)
    y = np.stack([ndimage.correlate(c, k, mode="reflect")[::scale, ::scale] for c in x])
    downscaled.append({"seed": seed, "shape": list(shape), "kernelSeed": seed + 100, "size": size, "scale": scale,
                       "resultShape": list(y.shape), "result": rounded(y)})

# As KAIR degrades (classical_degradation in utils_sisr.py), and as FKP does (degradation in prepare_dataset.py, whose F.conv2d is
# correlation) with the original moved by s - 1 pixels.
conventions = []
for name, seed, shape, size, scale in (("kair", 31, (3, 30, 33), 7, 2), ("kair", 32, (1, 36, 33), 9, 3),
                                       ("fkp", 33, (1, 30, 34), 7, 2), ("fkp", 34, (1, 48, 44), 9, 4)):
    x = noise(seed, *shape)
    k = noise(seed + 100, size, size)
    if name == "kair":
        blurred = [ndimage.convolve(c, k, mode="wrap") for c in x]
    else:
        moved = np.roll(x, (1 - scale, 1 - scale), (1, 2))
        blurred = [ndimage.correlate(c, k, mode="wrap") for c in moved]
    y = np.stack(blurred)[:, ::scale, ::scale]
    conventions.append({"convention": name, "seed": seed, "shape": list(shape), "kernelSeed": seed + 100, "size": size,
                        "scale": scale, "resultShape": list(y.shape), "result": rounded(y)})

# A kernel with a negative weight is not projected, so centring it is one spline shift; its mass stays clear of the border.
signed = np.zeros((31, 31))
signed[12:16, 11:17] = noise(21, 4, 6)
signed[13, 12] = -0.3
target = 15 + 0.5
centre = np.array(ndimage.center_of_mass(signed))
shifted = ndimage.shift(signed, target - centre, order=3, mode="grid-constant")
skewed = noise(22, 7, 7)
mass_y, mass_x = ndimage.center_of_mass(skewed)
yy, xx = np.mgrid[:7, :7]
cov = [(skewed * a * b).sum() / skewed.sum() for a, b in
       ((yy - mass_y, yy - mass_y), (yy - mass_y, xx - mass_x), (xx - mass_x, xx - mass_x))]
with open(os.path.join(HERE, "kernel-references.json"), "w") as f:
    json.dump({
        "downscale": downscaled,
        "conventions": conventions,
        "centre": {"size": 31, "scale": 2, "patch": {"y": 12, "x": 11, "rows": signed[12:16, 11:17].tolist()},
                   "from": 8, "result": np.round(shifted / shifted.sum(), 8)[8:24, 8:24].tolist()},
        "moments": {"size": 7, "kernel": rounded(skewed), "centre": [mass_y, mass_x], "covariance": rounded(cov)},
    }, f)
