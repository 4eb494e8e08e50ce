"""Fit ``events/calibration.toml`` on texts with gold, and say how well it fits on the texts held back.

python tests/bench/calibrate.py           prints the table and the errors before and after
python tests/bench/calibrate.py --write   … and replaces the file

A value counts as right when the gold event that its record is aligned to has it (an organization: with its role);
values of records that are aligned to an event mentioned in passing are left out, since those are annotated thinly.
The error is the expected calibration error of ten bins.
"""

import argparse
import math
from collections import defaultdict
from pathlib import Path

from texts import GoldText, gold_sets

from kronika import Extractor
from kronika.evaluate import read_documents
from kronika.evaluate.alignment import align, same_count, same_organization, same_place
from kronika.evaluate.reading import EvaluationEvent
from kronika.events import calibration
from kronika.reading import read_path
from kronika.records import Document, EventRecord

TABLE = Path(calibration.__file__).with_name("calibration.toml")
SLOTS = ("event", "time", "organization", "place", "participants")
FIT, REPORT = ("corpus dev", "real texts dev"), ("corpus test", "real texts test", "real pages")
Sample = tuple[float, bool]


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace calibration.toml")
    write = parser.parse_args().write
    calibration.calibrated = lambda slot, score: score  # the raw scores
    import kronika.events.write as writer  # noqa: PLC0415 - after the patch, so that it takes the raw scores

    writer.calibrated = calibration.calibrated
    sets = gold_sets()
    fit = samples([t for name in FIT for t in sets.get(name, [])])
    held = samples([t for name in REPORT for t in sets.get(name, [])])
    lines = ["# Written by tests/bench/calibrate.py; see calibration.py."]
    for slot in SLOTS:
        slope, offset = platt(fit[slot])
        lines.append(f"{slot} = {{ slope = {slope:.3f}, offset = {offset:.3f} }}")
        after = [(probability(slope, offset, s), right) for s, right in held[slot]]
        share = sum(right for _, right in held[slot]) / max(1, len(held[slot]))
        print(
            f"{slot:13} fitted on {len(fit[slot]):4}, held back {len(held[slot]):4}, right {share:.2f}, "
            f"error {error(held[slot]):.3f} -> {error(after):.3f}"
        )
    print("\n".join(lines))
    if write:
        TABLE.write_text("\n".join(lines) + "\n", "utf-8")


def samples(texts: list[GoldText]) -> dict[str, list[Sample]]:
    """Return score and rightness of each value, by slot."""
    extractor = Extractor()
    found: dict[str, list[Sample]] = defaultdict(list)
    for text in texts:
        records = [
            record
            for document in read_path(text.path)
            if isinstance(document, Document)
            for record in extractor.process(document).records
        ]
        gold = next(iter(read_documents([text.gold], name="gold").values())).events
        lines = [record.model_dump_json() for record in records]
        predicted = next(iter(read_documents(lines, name="records").values())).events if lines else []
        partner = {p: gold[g] for g, p in align(gold, predicted)}
        for n, (record, event) in enumerate(zip(records, predicted, strict=True)):
            add(found, record, event, partner.get(n))
    return found


def add(
    found: dict[str, list[Sample]], record: EventRecord, event: EvaluationEvent, gold: EvaluationEvent | None
) -> None:
    """Add the values of one record."""
    found["event"].append((record.confidence, gold is not None))
    if gold is not None and not gold.main:
        return
    if record.time:
        found["time"].append((record.time.confidence, gold is not None and gold.time == event.time))
    for organization, value in zip(record.organizations, event.organizations, strict=True):
        right = gold is not None and any(
            same_organization(value, o) and value.role == o.role for o in gold.organizations
        )
        found["organization"].append((organization.confidence, right))
    for place, name in zip(record.places, event.places, strict=True):
        right = gold is not None and any(same_place(name, other) for other in gold.places)
        found["place"].append((place.confidence, right))
    for count, number in zip(record.participants, event.participants, strict=True):
        right = gold is not None and any(same_count(number, other) for other in gold.participants)
        found["participants"].append((count.confidence, right))


def probability(slope: float, offset: float, score: float) -> float:
    """Return Platt's probability."""
    return 1 / (1 + math.exp(-(slope * calibration.logit(score) + offset)))


def platt(data: list[Sample], rounds: int = 4000, rate: float = 0.5) -> tuple[float, float]:
    """Return slope and offset by gradient descent on the log loss, with a slight pull towards slope 1."""
    slope, offset = 1.0, 0.0
    for _ in range(rounds):
        residuals = [(probability(slope, offset, s) - right, calibration.logit(s)) for s, right in data]
        slope -= rate * (sum(r * x for r, x in residuals) / len(data) + 0.01 * (slope - 1))
        offset -= rate * sum(r for r, _ in residuals) / len(data)
    return max(0.1, slope), offset


def error(data: list[Sample], bins: int = 10) -> float:
    """Return the expected calibration error."""
    grouped: dict[int, list[Sample]] = defaultdict(list)
    for score, right in data:
        grouped[min(bins - 1, int(score * bins))].append((score, right))
    gaps = (abs(sum(s for s, _ in g) - sum(r for _, r in g)) for g in grouped.values())
    return sum(gaps) / max(1, len(data))


if __name__ == "__main__":
    main()
