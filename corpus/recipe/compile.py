"""Marked texts -> corpus: ``<language>/marked/*.txt`` to ``<language>/*.txt`` and ``<language>/gold.jsonl``.

python corpus/recipe/compile.py                          write the whole corpus anew
python corpus/recipe/compile.py --check FILE…            check marked texts and print their records; nothing is
written

A text with an error is named with its reason, and nothing is written. Needs kronika installed: its finder of
numbers tells of a number of people that nobody marked, its gazetteer of a town that GeoNames does not know.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from marks import MarkError, Span, compile_text

from kronika.analysis import analyse
from kronika.lang import get_language
from kronika.mentions.counts import find_counts
from kronika.normalize.gazetteer import name_key, places_named
from kronika.records import EventType, PlaceKind, Qualifier, Role, Status, Unit

CORPUS = Path(__file__).parents[1]
SHORTEST, LONGEST = 350, 4_000
"""Code points of a text."""


def problems(text: str, gold: dict[str, Any], nobody: list[Span]) -> Iterator[str]:
    """Yield what is wrong with a compiled text, a line each."""
    if not SHORTEST <= len(text) <= LONGEST:
        yield f"has {len(text)} characters, {SHORTEST} to {LONGEST} are wanted"
    for event in gold["events"]:
        yield from _unknown_words(event)
        yield from _unknown_places(event)
        names = [o["name"] for o in event["organizations"]]
        yield from (f"two roles for {name!r} in one event" for name in sorted(set(names)) if names.count(name) > 1)
    spans = list(_spans(gold["events"]))
    for start, end in spans:
        before, after = text[start - 1 : start + 1], text[end - 1 : end + 1]
        if (start and before.isalnum()) or (len(after) == 2 and after.isalnum()):
            yield f"span of no whole words: {text[start:end]!r}"
    counted = [tuple(s) for event in gold["events"] for c in event["participants"] for s in c["spans"]] + nobody
    for count in find_counts(analyse(gold["language"], text), get_language(gold["language"])):
        if count.unit == "person" and not any(start < count.end and count.start < end for start, end in counted):
            yield f"number of people without a mark (use {{-:…}} if they are nobody's): {count.text!r}"


def _unknown_words(event: dict[str, Any]) -> Iterator[str]:
    checks = [(EventType, event["type"]), (Status, event["status"])]
    checks += [(Role, o["role"]) for o in event["organizations"]]
    checks += [(PlaceKind, p["kind"]) for p in event["places"]]
    checks += [(c, v) for p in event["participants"] for c, v in ((Qualifier, p["qualifier"]), (Unit, p["unit"]))]
    for words, word in checks:
        if word not in get_args(words):
            yield f"{word!r} is none of {', '.join(get_args(words))}"


def _unknown_places(event: dict[str, Any]) -> Iterator[str]:
    for place in event["places"]:
        if place["kind"] == "city" and not places_named(name_key(place["name"])):
            yield f"warning: no town of GeoNames is called {place['name']!r}"


def _spans(value: Any) -> Iterator[Span]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from inner if key == "spans" else _spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner)


def show(text: str, gold: dict[str, Any]) -> None:
    """Print the records of a text with the surface of every value."""

    def at(value: dict[str, Any]) -> str:
        return " / ".join(" ".join(text[a:b].split()) for a, b in value["spans"])

    print(f"\n### {gold['doc']}  {len(text)} characters, published {gold['published']}")
    for event in gold["events"]:
        main = "main" if event["main"] else "side"
        print(f"@ {main} {event['type']} {event['status']} {event['trigger']['lemma']}  < {at(event['trigger'])}")
        if event["name"]:
            print(f"   name  {event['name']['value']}  < {at(event['name'])}")
        if event["time"]:
            print(f"   time  {event['time']['start']} – {event['time']['end']}  < {at(event['time'])}")
        for o in event["organizations"]:
            print(f"   {o['role']}  {' | '.join([o['name'], *o['aliases']])}  < {at(o)}")
        for p in event["places"]:
            print(f"   {p['kind']}  {p['name']}  < {at(p)}")
        for c in event["participants"]:
            most = f"–{c['max']}" if c["max"] else ""
            print(f"   {c['qualifier']} {c['count']}{most} {c['unit']}  < {at(c)}")


def main() -> None:
    """Compile the files given, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="marked texts; all of the corpus by default")
    parser.add_argument("--check", action="store_true", help="write nothing, print the records")
    arguments = parser.parse_args()
    files: list[Path] = arguments.files or sorted(CORPUS.glob("*/marked/*.txt"))
    if arguments.files and not arguments.check:
        parser.error("files are given: only --check takes some of the texts, the corpus is written as a whole")

    compiled: list[tuple[str, dict[str, Any]]] = []
    failed = False
    for path in files:
        try:
            text, gold, nobody = compile_text(path.stem, path.read_text("utf-8"))
        except MarkError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            failed = True
            continue
        found = list(problems(text, gold, nobody))
        for problem in found:
            print(f"{path.name}: {problem}", file=sys.stderr)
        failed |= any(not p.startswith("warning") for p in found)
        compiled.append((text, gold))
        if arguments.check:
            show(text, gold)
    if failed:
        raise SystemExit(1)
    if not arguments.check:
        write(compiled)


def write(compiled: list[tuple[str, dict[str, Any]]]) -> None:
    """Write the pages and one gold.jsonl a language."""
    lines: dict[str, list[str]] = {}
    for text, gold in compiled:
        (CORPUS / gold["language"] / f"{gold['doc']}.txt").write_text(text, "utf-8")
        lines.setdefault(gold["language"], []).append(json.dumps(gold, ensure_ascii=False))
    for language, rows in lines.items():
        (CORPUS / language / "gold.jsonl").write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
