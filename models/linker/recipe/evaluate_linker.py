"""Measure exported weights on the development and test texts: ``python recipe/evaluate_linker.py weights --data
../../../shared``.

With ``--fit`` the least probabilities are chosen on the development texts first, and written into ``meta.json``.
"""

import argparse
import json
from pathlib import Path

from examples import annotated, gold_texts, own_texts
from sums import write_sums
from train_linker import choose, report

from kronika.events.linker import Linker


def main() -> None:
    """Parse the command line, choose, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds gold/, the real texts")
    parser.add_argument("--fit", action="store_true", help="choose the least probabilities anew")
    options = parser.parse_args()
    linker = Linker(options.weights)
    golds = [gold for gold in (*own_texts(), *gold_texts(options.data)) if gold.part != "train"]
    texts = [annotated(gold) for gold in golds]
    links = {text.gold.line["doc"]: linker.link(text.context, text.found, text.published) for text in texts}
    least = linker.least
    if options.fit:
        develop = [text for text in texts if text.gold.part == "dev"]
        least = choose(develop, [links[text.gold.line["doc"]] for text in develop])
        path = options.weights / "meta.json"
        meta = json.loads(path.read_text("utf-8")) | {"least": least}
        path.write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")
        write_sums(options.weights)
    print(least)
    report(texts, [links[text.gold.line["doc"]] for text in texts], least)


if __name__ == "__main__":
    main()
