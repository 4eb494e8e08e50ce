"""What ``--min-confidence`` trades: precision and recall of the values that are left, as a Markdown table.

python tests/bench/confidence.py
"""

from texts import gold_sets

from kronika import Extractor
from kronika.evaluate import evaluate, read_documents
from kronika.reading import read_path
from kronika.records import Document, EventRecord

SETS = ("corpus test", "real texts test")
LEAST = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def main() -> None:
    """Extract once, cut at each confidence, print."""
    extractor = Extractor()
    print("| set | language | " + " | ".join(f"{least:g}" for least in LEAST) + " |")
    print("|---" * (len(LEAST) + 2) + "|")
    for name in SETS:
        texts = gold_sets().get(name, [])
        for language in sorted({text.language for text in texts}):
            chosen = [text for text in texts if text.language == language]
            records = [
                record
                for text in chosen
                for document in read_path(text.path)
                if isinstance(document, Document)
                for record in extractor.process(document).records
            ]
            gold = [text.gold for text in chosen]
            cells = [precision_and_recall(gold, records, least) for least in LEAST]
            print(f"| {name} | {language} | " + " | ".join(cells) + " |", flush=True)


def precision_and_recall(gold: list[str], records: list[EventRecord], least: float) -> str:
    """Return ``precision / recall`` of the values from a confidence on."""
    kept = [record.above(least).model_dump_json() for record in records if record.confidence >= least]
    total = evaluate(read_documents(gold, name="gold"), read_documents(kept, name="records")).total["record"]
    return f"{total.precision or 0:.2f} / {total.recall or 0:.2f}"


if __name__ == "__main__":
    main()
