"""How long PyTorch takes for the training iteration that `npm run bench` times.

Written from the paper (Bell-Kligler, Shocher and Irani, NeurIPS 2019, sections 4.1 to 4.3) with the constants of the
authors' program, and as both have it: the generator runs layer by layer over its crop, one colour channel at a time.
An iteration is one step of the generator and one of the discriminator, x2, on a crop of 64x64 and one of 26x26 pixels
of a colour image. The time does not depend on what the image shows, so it shows noise.

    python3 bench/pytorch/training.py [--threads N] [--device cpu|cuda]

prints one JSON object: the milliseconds of an iteration, the best and the median of groups of 10, and PyTorch's
version. Needs PyTorch 1.13 or later.
"""
import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn.functional import conv2d, l1_loss, mse_loss

SCALE, KERNEL_SIZE, CROP, PATCH_CROP, CHANNELS = 2, 13, 64, 26, 64
SIDES = (7, 5, 3, 1, 1, 1)
WARM_UP, GROUP, GROUPS = 10, 10, 6


def make_generator():
    """Six linear convolutions, the last with the stride: together a kernel of 13x13."""
    widths = [1] + [CHANNELS] * 5 + [1]
    return nn.Sequential(*(
        nn.Conv2d(widths[i], widths[i + 1], side, stride=SCALE if i == 5 else 1, bias=False)
        for i, side in enumerate(SIDES)))


def make_discriminator():
    """A 7x7 convolution, five of 1x1 with batch normalisation, and the D-map; all with spectral normalisation."""
    normalised = nn.utils.spectral_norm
    layers = [normalised(nn.Conv2d(3, CHANNELS, 7))]
    for _ in range(5):
        layers += [normalised(nn.Conv2d(CHANNELS, CHANNELS, 1)), nn.BatchNorm2d(CHANNELS), nn.ReLU(True)]
    return nn.Sequential(*layers, normalised(nn.Conv2d(CHANNELS, 1, 1)), nn.Sigmoid())


def folded(generator):
    """The generator as one kernel: its response to an impulse."""
    response = torch.zeros(1, 1, 2 * KERNEL_SIZE - 1, 2 * KERNEL_SIZE - 1, device=next(generator.parameters()).device)
    response[:, :, KERNEL_SIZE - 1, KERNEL_SIZE - 1] = 1
    for layer in generator:
        response = conv2d(response, layer.weight)
    return response.flip((2, 3)).reshape(KERNEL_SIZE, KERNEL_SIZE)


class Training:
    def __init__(self, device):
        self.generator = make_generator().to(device)
        self.discriminator = make_discriminator().to(device)
        for network in (self.generator, self.discriminator):
            for layer in network:
                if isinstance(layer, nn.Conv2d):
                    nn.init.xavier_normal_(getattr(layer, "weight_orig", layer.weight), 0.1)
        adam = lambda network: torch.optim.Adam(network.parameters(), lr=2e-4, betas=(0.5, 0.999))
        self.generator_adam, self.discriminator_adam = adam(self.generator), adam(self.discriminator)
        offset = torch.arange(KERNEL_SIZE, device=device, dtype=torch.float32)
        self.offset = offset
        distance = (offset - KERNEL_SIZE // 2) ** 2
        gauss = torch.exp(-(distance[:, None] + distance[None, :]) / (2 * 13 ** 2))
        self.mask = 30 * (1 - gauss / gauss.max())
        self.mask[2:-2, 2:-2] = 0
        distance = (torch.arange(4 * SCALE, device=device) - (4 * SCALE - 1) / 2).abs() / SCALE
        near, far = (1.5 * distance - 2.5) * distance ** 2 + 1, ((2.5 - distance / 2) * distance - 4) * distance + 2
        taps = torch.where(distance <= 1, near, far)
        self.bicubic = (taps[:, None] * taps[None, :] / taps.sum() ** 2)[None, None]

    def regularisation(self, kernel):
        """Sum to one, boundaries, sparse, centre (section 4.3)."""
        total = kernel.sum()
        rows, columns = (kernel.sum(1) * self.offset).sum(), (kernel.sum(0) * self.offset).sum()
        centre = (rows / total - 6.5) ** 2 + (columns / total - 6.5) ** 2
        sparse = kernel.abs().clamp_min(1e-12) ** 0.2
        return 0.5 * (1 - total).abs() + 0.5 * (kernel * self.mask).abs().mean() + 5 * sparse.mean() + centre / 2

    def generate(self, crop):
        return self.generator(crop.transpose(0, 1)).transpose(0, 1)

    def step(self, crop, patch_crop):
        self.generator_adam.zero_grad()
        output = self.generate(crop)
        d_map = self.discriminator(output)
        # The generator's output i lies at 2i + 6.5, the bicubic one's at 2i + 4.5 if the first row is left out.
        bicubic = conv2d(crop[:, :, 1:, 1:].transpose(0, 1), self.bicubic, stride=SCALE)[:, :, 1:-1, 1:-1]
        loss = (l1_loss(d_map, torch.ones_like(d_map)) + self.regularisation(folded(self.generator))
                + 5 * mse_loss(output, bicubic.transpose(0, 1)))
        loss.backward()
        self.generator_adam.step()

        self.discriminator_adam.zero_grad()
        with torch.no_grad():
            fake = self.generate(crop)
        real_map = self.discriminator(patch_crop + torch.randn_like(patch_crop) / 255)
        fake_map = self.discriminator(fake + torch.randn_like(fake) / 255)
        loss = (l1_loss(real_map, torch.ones_like(real_map)) + l1_loss(fake_map, torch.zeros_like(fake_map))) / 2
        loss.backward()
        self.discriminator_adam.step()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--device", default="cpu")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    device = torch.device(arguments.device)
    image = 2 * torch.rand(1, 3, 256, 384, device=device) - 1
    training = Training(device)

    def iterate():
        top, left = (2 * int(torch.randint(0, 96, (1,))) for _ in range(2))
        training.step(image[:, :, top:top + CROP, left:left + CROP],
                      image[:, :, left:left + PATCH_CROP, top:top + PATCH_CROP])

    for _ in range(WARM_UP):
        iterate()
    times = []
    for _ in range(GROUPS):
        started = time.perf_counter()
        for _ in range(GROUP):
            iterate()
        if device.type == "cuda":
            torch.cuda.synchronize()
        times.append(1000 * (time.perf_counter() - started) / GROUP)
    print(json.dumps({"best": min(times), "median": statistics.median(times), "version": torch.__version__}))


if __name__ == "__main__":
    main()
