"""Write checkpoints of the linker as the weights that Kronika reads: ``linker.onnx`` and ``meta.json``.

Several checkpoints of the same shape become one graph that gives the mean of their scores. The network is small,
so that its weights stay floats.
"""

import argparse
import json
import warnings
from pathlib import Path
from typing import Any, Final, get_args

import torch
from linking import INPUTS, Linker
from sums import write_sums
from torch import Tensor, nn

from kronika.events.features import ARGUMENT_SIZES, LINK_SIZES, ROLES, SAME_SIZES, TRIGGER_SIZES, WORD_SIZES
from kronika.events.linker import FORMAT, OUTPUTS
from kronika.records import EventType, Status

_AXES: Final = {
    "states": {0: "words"},
    "words": {0: "words"},
    "trigger_spans": {0: "triggers"},
    "argument_spans": {0: "arguments"},
    "triggers": {0: "triggers"},
    "arguments": {0: "arguments"},
    "links": {0: "triggers", 1: "arguments"},
    "pairs": {0: "triggers", 1: "triggers"},
}


class _Graph(nn.Module):
    """The network with a row of inputs and a row of outputs."""

    def __init__(self, models: list[Linker]) -> None:
        super().__init__()
        self.models = nn.ModuleList(models)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """Return the scores in the order of OUTPUTS; of several networks their mean."""
        answers = [model(dict(zip(INPUTS, inputs, strict=True))) for model in self.models]
        return tuple(torch.stack([a[name] for a in answers]).mean(0) for name in OUTPUTS)


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "checkpoints", type=Path, nargs="+", help="checkpoint.pt; of several the scores are averaged"
    )
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    write(options.checkpoints, options.output)


def write(checkpoints: list[Path], output: Path) -> None:
    """Replace the output folder's files."""
    states = [torch.load(path, weights_only=True, map_location="cpu") for path in checkpoints]
    models = []
    for state in states:
        model = Linker(**state["options"])
        model.load_state_dict(state["state"])
        models.append(model.eval())
    output.mkdir(parents=True, exist_ok=True)
    write_graph(_Graph(models).eval(), models[0].options["states"], output / "linker.onnx")
    meta: dict[str, Any] = {
        "format": FORMAT,
        "name": "kronika_linker",
        "license": "CC BY-SA 4.0",
        "roles": list(ROLES),
        "types": list(get_args(EventType)),
        "statuses": list(get_args(Status)),
        "least": states[0]["least"],
    }
    (output / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")
    write_sums(output)


def write_graph(graph: nn.Module, width: int, path: Path) -> None:
    """Export to ONNX."""
    t, m, n = 2, 3, 7
    example = (
        torch.zeros(n, width),
        torch.zeros(n, sum(WORD_SIZES)),
        torch.tensor([[0, 1], [2, 4]]),
        torch.tensor([[0, 1], [2, 4], [5, 7]]),
        torch.zeros(t, sum(TRIGGER_SIZES)),
        torch.zeros(m, sum(ARGUMENT_SIZES)),
        torch.zeros(t, m, sum(LINK_SIZES)),
        torch.zeros(t, t, sum(SAME_SIZES)),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            graph,
            example,
            str(path),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=_AXES,
            opset_version=17,
            dynamo=False,
        )


if __name__ == "__main__":
    main()
