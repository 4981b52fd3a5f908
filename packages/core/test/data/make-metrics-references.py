"""Makes metrics-references.json: the PSNR and SSIM that scikit-image and GNU Octave compute on small images.

    apt-get install python3-skimage octave octave-image        # on Debian
    /usr/bin/python3 packages/core/test/data/make-metrics-references.py
    npx biome check --write packages/core/test/data

scikit-image has all four metrics and the conversion to Y. Octave (image package) has MATLAB's rgb2ycbcr, psnr, fspecial
and filter2; SSIM is written out below from the equations of Wang et al. 2004, window by window, not separably. Last run
with scikit-image 0.19.3 and Octave 7.3 with image 2.14. Images come from formulas in whole numbers that any language can
compute (see `original` and `distorted`); the tests make the same ones.
"""

import json
import os
import subprocess
import tempfile

import numpy as np
from scipy.io import savemat
from skimage.color import rgb2ycbcr
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

HERE = os.path.dirname(os.path.abspath(__file__))


def noise(seed, count):
    """x <- 1664525 x + 1013904223 mod 2^32; floor(2^24 x / 2^32) / 2^24, in [0, 1)."""
    x, values = seed, []
    for _ in range(count):
        x = (1664525 * x + 1013904223) % 2**32
        values.append((x * 2**24 // 2**32) / 2**24)
    return np.array(values)


def original(channels, height, width, maximum):
    """Triangle waves, 0 to maximum: maximum / 85 * | (5 x + 3 y + 17 c) mod 170 - 85 |; [h, w, c]."""
    y, x, c = np.mgrid[:height, :width, :channels]
    return abs((5 * x + 3 * y + 17 * c) % 170 - 85) * (maximum // 85)


def distorted(image, seed, amplitude, maximum):
    """image + floor((2 amplitude + 1) noise) - amplitude, clipped; noise runs channel by channel."""
    height, width, channels = image.shape
    steps = np.floor((2 * amplitude + 1) * noise(seed, image.size)) - amplitude
    return np.clip(image + steps.reshape(channels, height, width).transpose(1, 2, 0), 0, maximum)


def metrics(sr, hr):
    """sr, hr: [h, w, c] in [0, 1]."""
    ssim = dict(gaussian_weights=True, sigma=1.5, use_sample_covariance=False)
    sr_y, hr_y = (rgb2ycbcr(np.broadcast_to(image, image.shape[:2] + (3,)))[..., 0] for image in (sr, hr))
    return {
        "psnrY": peak_signal_noise_ratio(hr_y, sr_y, data_range=255),
        "ssimY": structural_similarity(hr_y, sr_y, data_range=255, **ssim),
        "psnrRgb": peak_signal_noise_ratio(hr, sr, data_range=1),
        "ssimRgb": structural_similarity(hr, sr, data_range=1, channel_axis=2, **ssim),
    }


OCTAVE = """
pkg load image
function value = ssim(a, b)
  w = fspecial("gaussian", 11, 1.5);
  mean_a = filter2(w, a, "valid"); mean_b = filter2(w, b, "valid");
  var_a = filter2(w, a .^ 2, "valid") - mean_a .^ 2; var_b = filter2(w, b .^ 2, "valid") - mean_b .^ 2;
  cov = filter2(w, a .* b, "valid") - mean_a .* mean_b;
  c1 = (0.01 * 255) ^ 2; c2 = (0.03 * 255) ^ 2;
  map = ((2 * mean_a .* mean_b + c1) .* (2 * cov + c2)) ./ ((mean_a .^ 2 + mean_b .^ 2 + c1) .* (var_a + var_b + c2));
  value = mean(map(:));
end
function y = luma(image)
  y = rgb2ycbcr(repmat(image, [1, 1, 3 / size(image, 3)]))(:, :, 1);
end
load(argv(){1});
result = struct("psnrY", {}, "ssimY", {}, "psnrRgb", {}, "ssimRgb", {});
for i = 1:numel(pairs)
  [sr, hr] = pairs{i}{:};
  channels = size(hr, 3);
  rgb = mean(arrayfun(@(c) ssim(255 * hr(:, :, c), 255 * sr(:, :, c)), 1:channels));
  result(i) = struct("psnrY", psnr(luma(sr), luma(hr), 1), "ssimY", ssim(255 * luma(hr), 255 * luma(sr)), ...
                     "psnrRgb", psnr(sr, hr, 1), "ssimRgb", rgb);
end
puts(jsonencode(result));
"""


def octave(pairs):
    with tempfile.TemporaryDirectory() as folder:
        cell = np.empty(len(pairs), dtype=object)
        for i, pair in enumerate(pairs):
            cell[i] = np.empty(2, dtype=object)
            cell[i][:] = pair
        savemat(os.path.join(folder, "pairs.mat"), {"pairs": cell})
        with open(os.path.join(folder, "metrics.m"), "w") as f:
            f.write(OCTAVE)
        command = ["octave", "--no-gui", "--quiet", "metrics.m", "pairs.mat"]
        return json.loads(subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE).stdout)


cases, pairs = [], []
for channels, height, width, maximum, amplitude, border in (
    (3, 37, 29, 255, 20, 0),
    (3, 37, 29, 255, 20, 4),
    (3, 30, 41, 255, 1, 2),
    (3, 24, 26, 255, 255, 3),
    (1, 33, 40, 255, 12, 2),
    (3, 31, 28, 65535, 900, 2),
    (1, 19, 17, 65535, 30000, 3),
):
    seed = len(cases) + 1
    hr = original(channels, height, width, maximum)
    sr = distorted(hr, seed, amplitude, maximum)
    inside = slice(border, height - border), slice(border, width - border)
    pairs.append((sr[inside] / maximum, hr[inside] / maximum))
    cases.append({"shape": [channels, height, width], "maximum": maximum, "seed": seed, "amplitude": amplitude,
                  "border": border, "scikitImage": metrics(*pairs[-1])})
for case, result in zip(cases, octave(pairs)):
    case["octave"] = result
with open(os.path.join(HERE, "metrics-references.json"), "w") as f:
    json.dump(cases, f)
