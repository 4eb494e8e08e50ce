"""``make evaluate``: F1 by set and language, as the Markdown table of the README.

python tests/bench/quality.py [--readme README.md]     with --readme, the table there is replaced
"""

import argparse
from pathlib import Path

from texts import GoldText, gold_sets

from kronika import Extractor
from kronika.evaluate import SLOTS, Counts, evaluate, read_documents
from kronika.reading import read_path
from kronika.records import Document

BEGIN, END = "<!-- make evaluate: begin -->", "<!-- make evaluate: end -->"
COLUMNS = (*SLOTS, "record")
REPORTED = ("corpus test", "real pages", "real texts test")
"""The sets that nothing is tuned on."""


def main() -> None:
    """Extract, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", type=Path, help="replace the table between its two marks in this file")
    readme: Path | None = parser.parse_args().readme

    lines = ["| set | language | texts | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 3) + "|"]
    extractor = Extractor()
    sets = gold_sets()
    for name in REPORTED:
        texts = sets.get(name, [])
        for language in sorted({text.language for text in texts}):
            chosen = [text for text in texts if text.language == language]
            scores = score(extractor, chosen)
            cells = [name, language, str(len(chosen)), *(number(scores[slot]) for slot in COLUMNS)]
            lines.append("| " + " | ".join(cells) + " |")
            print(lines[-1], flush=True)
    table = "\n".join(lines)
    print(f"\n{table}")
    if readme is not None:
        before, rest = readme.read_text("utf-8").split(BEGIN)
        readme.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", "utf-8")


def score(extractor: Extractor, texts: list[GoldText]) -> dict[str, Counts]:
    """Return the counts by slot."""
    records = [
        record.model_dump_json()
        for text in texts
        for document in read_path(text.path)
        if isinstance(document, Document)
        for record in extractor.process(document).records
    ]
    gold = read_documents((text.gold for text in texts), name="gold")
    return evaluate(gold, read_documents(records, name="records")).total


def number(counts: Counts) -> str:
    """Return F1; a slot that the gold does not have is a dash."""
    return "–" if counts.f1 is None else f"{counts.f1:.3f}"


if __name__ == "__main__":
    main()
