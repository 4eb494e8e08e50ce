"""Narrower feed-forward layers: the inner units that say most on training text stay.

A unit counts by the mean size of its activation times the length of the vector that it writes (Sun et al. 2023
rank single weights so). Training goes on afterwards and makes up for most of the loss.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from network import Layer, Tagger
from torch import Tensor, nn
from torch.nn import functional


def narrow(model: Tagger, inner: int, read_some: Callable[[], Any]) -> None:
    """Keep ``inner`` units of each layer, in place; ``read_some`` runs the model over a few batches of text."""
    layers: list[Layer] = list(model.encoder.layers)  # type: ignore[arg-type]
    sizes = [torch.zeros(layer.inner.out_features, device=layer.inner.weight.device) for layer in layers]
    hooks = [layer.inner.register_forward_hook(_adder(size)) for layer, size in zip(layers, sizes, strict=True)]
    model.eval()
    with torch.no_grad():
        read_some()
    for hook in hooks:
        hook.remove()
    for layer, size in zip(layers, sizes, strict=True):
        kept = (size * layer.outer.weight.norm(dim=0)).topk(inner).indices.sort().values
        layer.inner = _linear(layer.inner.weight[kept], layer.inner.bias[kept])
        layer.outer = _linear(layer.outer.weight[:, kept], layer.outer.bias)


def _adder(size: Tensor) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
    def add(_module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        size.add_(functional.gelu(output).abs().flatten(0, 1).sum(0).to(size.dtype))

    return add


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    found = nn.Linear(weight.shape[1], weight.shape[0], device=weight.device)
    with torch.no_grad():
        found.weight.copy_(weight)
        found.bias.copy_(bias)
    return found
