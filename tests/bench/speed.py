"""``make bench``: documents a second, peak memory, time to the first record; prints a table and JSON.

Every measurement is a process of its own with one numeric thread, on the same 200 texts a language: the texts of
corpus/ and, where it is, ../shared/gold, cut to 1,500 characters and repeated in turn. Loading is timed apart.

The yardstick is natasha's own segmentation, morphology, syntax and names on the Russian texts. The ratios to it,
of the whole extraction and of the analysis alone (text to Doc), are of CPU seconds, from a process that takes a
text of each in turn, so that a busy machine slows all of them alike. Tokens are words and marks, without white
space.
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
ANALYSIS = "analysis:"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def main() -> None:
    """Measure all, or one thing in this process (``--worker``)."""
    parser = argparse.ArgumentParser(description="Measure the speed of Kronika.")
    parser.add_argument("--worker", nargs="*", metavar="LANGUAGE", help=argparse.SUPPRESS)
    languages: list[str] | None = parser.parse_args().worker
    if languages is None:
        measure_all()
    elif len(languages) == 1:
        print(json.dumps(measure(languages[0])))
    else:
        print(json.dumps(compare(languages)))


def measure_all() -> None:
    """Start the measurements one after the other, and print."""
    languages = sorted({text.language for texts in gold_sets().values() for text in texts})
    cpu_seconds = run_worker(*languages, YARDSTICK)
    yardstick = cpu_seconds.pop(YARDSTICK)
    # a process of its own: after an extraction the words of a text are in all caches
    analyses = run_worker(*(ANALYSIS + language for language in languages), YARDSTICK)
    rows = [run_worker(language) for language in languages]
    for row in rows:
        row["cpu_ratio_to_natasha"] = cpu_seconds[row["language"]] / yardstick
        spent = analyses[ANALYSIS + row["language"]]
        row["analysis_ratio_to_natasha"] = spent / analyses[YARDSTICK]
        row["analysis_tokens_per_cpu_second"] = row["tokens"] / spent
        row.update(cold_start(row["language"]))
    print(
        "| language | documents/s | documents/CPU s | CPU time × natasha | analysis: tokens/CPU s "
        "| analysis: CPU time × natasha | peak MiB | first record s (CPU s) |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for row in rows:
        first = f"{row['first_record_seconds']:.1f} ({row['first_record_cpu_seconds']:.1f})"
        print(
            f"| {row['language']} | {row['documents'] / row['seconds']:.1f} "
            f"| {row['documents'] / row['cpu_seconds']:.1f} | {row['cpu_ratio_to_natasha']:.2f} "
            f"| {row['analysis_tokens_per_cpu_second']:.0f} | {row['analysis_ratio_to_natasha']:.2f} "
            f"| {row['peak_mib']:.0f} | {first} |"
        )
    print(f"\nnatasha alone: {TEXTS / yardstick:.1f} documents/CPU s")
    machine = {"python": platform.python_version(), "cpus": os.cpu_count(), "load": os.getloadavg()[0]}
    print(json.dumps({"machine": machine, "natasha_cpu_seconds": yardstick, "measured": rows}))


def run_worker(*languages: str) -> dict[str, Any]:
    """Measure in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--worker", *languages],
        env=os.environ | ONE_THREAD,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def measure(language: str) -> dict[str, Any]:
    """Measure one language in this process: load with the first text, then all texts."""
    texts = sample(language)
    started = time.perf_counter()
    extract = kronika(language)
    extract(texts[0])
    load = time.perf_counter() - started
    started, cpu_started = time.perf_counter(), time.process_time()
    records = sum(extract(text) for text in texts)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    return {
        "language": language,
        "documents": len(texts),
        "mean_characters": round(statistics.mean(map(len, texts))),
        "tokens": sum(map(analysis(language), texts)),
        "records": records,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "load_seconds": load,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def compare(names: list[str]) -> dict[str, float]:
    """Return the CPU seconds of each language, and of natasha, for all texts, taken in turn."""
    works = {name: work_of(name) for name in names}
    languages = {name: name.removeprefix(ANALYSIS) for name in names} | {YARDSTICK: YARDSTICK_LANGUAGE}
    texts = {name: sample(languages[name]) for name in names}
    for name, work in works.items():
        work(texts[name][0])
    seconds = dict.fromkeys(names, 0.0)
    for i in range(TEXTS):
        for name, work in works.items():
            started = time.process_time()
            work(texts[name][i])
            seconds[name] += time.process_time() - started
    return seconds


def work_of(name: str) -> Callable[[str], int]:
    """Return what is measured under a name: an extraction, an analysis or the yardstick."""
    if name == YARDSTICK:
        return natasha()
    return analysis(name.removeprefix(ANALYSIS)) if name.startswith(ANALYSIS) else kronika(name)


def analysis(language: str) -> Callable[[str], int]:
    """Return the analysis, text to Doc; it answers with the number of tokens."""
    from kronika.analysis import load_analyser  # noqa: PLC0415  # loading is part of the measurement

    nlp = load_analyser(language)
    return lambda text: sum(not token.is_space for token in nlp(text))


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


def cold_start(language: str) -> dict[str, float]:
    """Return the median seconds from the start of ``kronika extract`` to its first record, and CPU seconds."""
    texts = [
        t for group in gold_sets().values() for t in group if t.language == language and '"main": true' in t.gold
    ]
    command = [str(Path(sys.executable).with_name("kronika")), "extract", "--format", "jsonl"]
    seconds, cpu_seconds = [], []
    for text in texts[:COLD_STARTS]:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        with subprocess.Popen(
            [*command, str(text.path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | ONE_THREAD,
        ) as process:
            if process.stdout is not None and process.stdout.readline():
                seconds.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu_seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {
        "first_record_seconds": statistics.median(seconds),
        "first_record_cpu_seconds": statistics.median(cpu_seconds),
    }


if __name__ == "__main__":
    main()
