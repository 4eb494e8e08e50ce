"""Convolutions over three neighbours, rectified and batch-normed: the layers of slovnet's networks, in numpy.

All sentences are one array of rows with a separator row before, between and behind them, so that nothing is padded
and every layer is one large matrix product. A layer's batch norm is folded into the weights of the layer behind.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]

WINDOW = 3
"""Rows that a convolution sees: left, middle, right."""


class Convolutions:
    """The layers behind the first, each with the batch norm of the layer before it folded in."""

    def __init__(self, layers: list[Any]) -> None:
        self._layers = []
        for before, layer in pairwise(layers):
            scale, shift = _scale_and_shift(before.norm)
            kernel = layer.conv.weight.array  # filters x inputs x window
            weight = kernel.transpose(1, 2, 0) * scale[:, None, None]
            bias = layer.conv.bias.array + np.einsum("fik,i->f", kernel, shift)
            self._layers.append(
                (np.ascontiguousarray(weight.reshape(len(weight), -1)), bias, zero_of(layer.norm)),
            )

    def __call__(self, rows: Floats, separators: Indices) -> Floats:
        """Return the last layer's output before its batch norm, rows x filters."""
        for weight, bias, fill in self._layers:
            projected = rows @ weight
            projected[:, len(bias) : 2 * len(bias)] += bias
            rows = window_sum(projected, separators, fill)
        return rows


def window_sum(projected: Floats, separators: NDArray[np.int64], fill: Floats) -> Floats:
    """Return a convolution's rectified output from rows x (left, middle, right word) projections.

    Separator rows get ``fill``, so that the batch norm behind makes zeros of them, as slovnet's padding is.
    """
    filters = len(fill)
    rows = np.empty((len(projected), filters), np.float32)
    inner = rows[1:-1]
    np.add(projected[:-2, :filters], projected[1:-1, filters : 2 * filters], out=inner)
    inner += projected[2:, 2 * filters :]
    np.maximum(inner, 0, out=inner)
    rows[separators] = fill
    return rows


def _scale_and_shift(norm: Any) -> tuple[Floats, Floats]:
    """Return a batch norm as ``x * scale + shift``."""
    scale = norm.weight.array / norm.std.array
    return scale, norm.bias.array - norm.mean.array * scale


def zero_of(norm: Any) -> Floats:
    """Return what a batch norm maps to zero."""
    scale, shift = _scale_and_shift(norm)
    return -shift / scale


def behind_norm(norm: Any, linear: Any) -> tuple[Floats, Floats]:
    """Return weight and bias of a linear layer that takes what stands before the batch norm."""
    scale, shift = _scale_and_shift(norm)
    weight = linear.weight.array
    return np.ascontiguousarray(weight * scale[:, None]), shift @ weight + linear.bias.array
