"""``make bench``: documents a second, peak memory, time to the first record; prints a table and JSON.

Every measurement is a process of its own with one numeric thread, on the same 200 texts a language: the texts of
corpus/ and, where it is, ../shared/gold, cut to 1,500 characters and repeated in turn. Loading is timed apart. The
yardstick is natasha's own segmentation, morphology, syntax and names on the Russian texts, in the same run. Ratios
are of CPU seconds, which a busy machine leaves alone.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from texts import gold_sets

TEXTS = 200
CHARACTERS = 1500
COLD_STARTS = 5
YARDSTICK = "natasha"
YARDSTICK_LANGUAGE = "ru"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def main() -> None:
    """Measure all, or one thing in this process (``--worker``)."""
    parser = argparse.ArgumentParser(description="Measure the speed of Kronika.")
    parser.add_argument("--worker", nargs=2, metavar=("WHAT", "LANGUAGE"), help=argparse.SUPPRESS)
    worker: list[str] | None = parser.parse_args().worker
    if worker is None:
        measure_all()
    else:
        print(json.dumps(measure(*worker)))


def measure_all() -> None:
    """Start the measurements one after the other, and print."""
    languages = sorted({text.language for texts in gold_sets().values() for text in texts})
    yardstick = run_worker(YARDSTICK, YARDSTICK_LANGUAGE)
    rows = [run_worker("kronika", language) for language in languages]
    for row in rows:
        row["first_record_seconds"] = cold_start(row["language"])
    for row in (yardstick, *rows):
        row["cpu_ratio_to_natasha"] = row["cpu_seconds"] / yardstick["cpu_seconds"]
    print(
        f"{'':<10}{'language':<10}{'docs/s':>8}{'docs/CPU s':>12}{'CPU × natasha':>15}{'peak MiB':>10}"
        f"{'load s':>8}{'first record s':>16}"
    )
    for row in (yardstick, *rows):
        first = row.get("first_record_seconds")
        print(
            f"{row['what']:<10}{row['language']:<10}{row['documents'] / row['seconds']:>8.1f}"
            f"{row['documents'] / row['cpu_seconds']:>12.1f}{row['cpu_ratio_to_natasha']:>15.2f}"
            f"{row['peak_mib']:>10.0f}{row['load_seconds']:>8.1f}{'–' if first is None else f'{first:.1f}':>16}"
        )
    machine = {"python": platform.python_version(), "cpus": os.cpu_count(), "load": os.getloadavg()[0]}
    print(json.dumps({"machine": machine, "measured": [yardstick, *rows]}))


def run_worker(what: str, language: str) -> dict[str, Any]:
    """Measure in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--worker", what, language],
        env=os.environ | ONE_THREAD,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def measure(what: str, language: str) -> dict[str, Any]:
    """Measure in this process: load with the first text, then all texts."""
    texts = sample(language)
    started = time.perf_counter()
    work = natasha() if what == YARDSTICK else kronika(language)
    found = work(texts[0])
    load = time.perf_counter() - started
    started, cpu_started = time.perf_counter(), time.process_time()
    found = sum(work(text) for text in texts)
    return {
        "what": what,
        "language": language,
        "documents": len(texts),
        "mean_characters": round(statistics.mean(map(len, texts))),
        "found": found,
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - cpu_started,
        "load_seconds": load,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def sample(language: str) -> list[str]:
    """Return the texts, each cut at white space."""
    paths = [t.path for texts in gold_sets().values() for t in texts if t.language == language]
    return [cut(path.read_text("utf-8")) for path in islice(cycle(paths), TEXTS)]


def cut(text: str) -> str:
    """Return at most :data:`CHARACTERS` characters."""
    return text if len(text) <= CHARACTERS else text[:CHARACTERS].rsplit(maxsplit=1)[0]


def kronika(language: str) -> Callable[[str], int]:
    """Return the whole extraction, language detection included; it answers with the number of records."""
    from kronika import Document, Extractor  # noqa: PLC0415  # loading is part of the measurement

    extractor = Extractor(languages=(language,))
    return lambda text: len(extractor.process(Document(id="text", text=text)).records)


def natasha() -> Callable[[str], int]:
    """Return natasha's own pass; it answers with the number of names."""
    from natasha import (  # noqa: PLC0415  # loading is part of the measurement
        Doc,
        NewsEmbedding,
        NewsMorphTagger,
        NewsNERTagger,
        NewsSyntaxParser,
        Segmenter,
    )

    segmenter, embedding = Segmenter(), NewsEmbedding()
    morphology, syntax, names = NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding)

    def work(text: str) -> int:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(morphology)
        doc.parse_syntax(syntax)
        doc.tag_ner(names)
        return len(doc.spans)

    return work


def cold_start(language: str) -> float:
    """Return the median seconds from the start of ``kronika extract FILE`` to its first record."""
    texts = [
        t for group in gold_sets().values() for t in group if t.language == language and '"main": true' in t.gold
    ]
    command = [str(Path(sys.executable).with_name("kronika")), "extract", "--format", "jsonl"]
    seconds = []
    for text in texts[:COLD_STARTS]:
        started = time.perf_counter()
        with subprocess.Popen(
            [*command, str(text.path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | ONE_THREAD,
        ) as process:
            if process.stdout is not None and process.stdout.readline():
                seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
