"""Exports DRUNet from KAIR to ONNX: see prior.md.

    python export-drunet.py KAIR drunet_color.pth drunet_color.onnx

KAIR: a clone of https://github.com/cszn/KAIR. The weights say how many channels there are: of drunet_gray.pth 2 and 1, of drunet_color.pth 4 and 3.
"""
import argparse
import inspect
import sys

import torch

OPSET = 14

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("kair", help="folder of KAIR")
parser.add_argument("weights", help="drunet_color.pth or drunet_gray.pth")
parser.add_argument("onnx", help="file to write")
arguments = parser.parse_args()

sys.path.insert(0, arguments.kair)
from models.network_unet import UNetRes  # noqa: E402

state = torch.load(arguments.weights, map_location="cpu")
inputs, outputs = state["m_head.weight"].shape[1], state["m_tail.weight"].shape[0]
model = UNetRes(
    in_nc=inputs, out_nc=outputs, nc=[64, 128, 256, 512], nb=4, act_mode="R",
    downsample_mode="strideconv", upsample_mode="convtranspose", bias="m_head.bias" in state,
)
model.load_state_dict(state, strict=True)
model.eval()

sides = {2: "height", 3: "width"}
# Newer versions of PyTorch have a second exporter, which puts the weights into a file of their own.
extra = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
torch.onnx.export(
    model,
    torch.zeros(1, inputs, 64, 64),
    arguments.onnx,
    opset_version=OPSET,
    input_names=["input"],
    output_names=["output"],
    dynamic_axes={"input": sides, "output": sides},
    **extra,
)
print(f"{arguments.onnx}: {inputs} channels to {outputs}")
