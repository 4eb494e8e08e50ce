"""Train the linker: ``python recipe/train_linker.py --data ../../../shared --output FOLDER``.

First a few epochs of short passages, then the documents; one document a step of the network, a few a step of the
optimizer. After the last epoch the least probabilities
from which on values are taken are chosen on the development texts, one after the other, for the best record F1.
"""

import argparse
import json
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from examples import Annotated, annotated, gold_texts, news_texts, own_texts, passages
from labels import IGNORED
from linking import Linker
from numpy.typing import NDArray
from torch import Tensor, nn

from kronika.evaluate import SLOTS, Counts, evaluate, read_documents
from kronika.events.assemble import decide
from kronika.events.linker import OUTPUTS, Links, closed_roles, link_windows
from kronika.events.write import write_record
from kronika.records import DocumentRef, ExtractorInfo

LEAST: Final = {
    "event": 0.5,
    "same": 0.4,
    "organization": 0.4,
    "date": 0.4,
    "place": 0.5,
    "count": 0.4,
    "name": 0.4,
}
_TRIED: Final = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
_EVENT_TRIED: Final = (0.3, 0.4, 0.5)  # a missed event loses all its values, and pages of the web are less plain
_GAIN: Final = 0.003  # of record F1, for which a default is given up: the development texts are few
_EVENT_GAIN: Final = 0.01  # the same for events, of which a false one brings all its values along
_WEIGHTS: Final = {"event": 0.125, "type": 0.25, "status": 0.125, "role": 0.5, "same": 1.0}
_WARM_UP: Final = 200  # steps


def main() -> None:
    """Parse the command line, train, choose, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds gold/ and data/, the real texts"
    )
    parser.add_argument("--output", type=Path, required=True, help="where checkpoint.pt goes")
    parser.add_argument("--languages", nargs="*", help="codes of the languages to learn from; all by default")
    parser.add_argument("--sources", nargs="*", default=["corpus", "real", "news", "passages"])
    parser.add_argument("--epochs", type=int, default=7, help="of documents")
    parser.add_argument("--batch", type=int, default=2, help="documents a step")
    parser.add_argument("--first-epochs", type=int, default=3, help="of passages, twice as many a step")
    parser.add_argument("--rate", type=float, default=1.5e-3, help="of all but the tables of features")
    parser.add_argument("--feature-rate", type=float, default=7.5e-3, help="of the tables of features")
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--plain", action="store_true", help="pairs do not hear each other")
    parser.add_argument("--every", type=int, default=4, help="epochs between two looks at the development texts")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    golds = [*own_texts(), *gold_texts(options.data), *news_texts(options.data), *passages()]
    texts = [
        annotated(gold)
        for gold in golds
        if gold.part != "train"
        or (
            gold.source in options.sources
            and gold.line["language"] in (options.languages or {gold.line["language"]})
        )
    ]
    trained = [text for text in texts if text.gold.part == "train" and text.found.triggers]
    short = [text for text in trained if text.gold.source == "passages"]
    whole = [text for text in trained if text.gold.source != "passages"]
    develop = [text for text in texts if text.gold.part == "dev"]
    print(f"{len(whole)} texts and {len(short)} passages to learn from", flush=True)
    model = Linker(texts[0].example.states.shape[1], dropout=options.dropout, exchange=not options.plain)
    if short:
        fit(model, short, develop, options, epochs=options.first_epochs, batch=2 * options.batch)
    fit(model, whole, develop, options, epochs=options.epochs, batch=options.batch)
    least = choose(develop, predict(model, develop))
    print(least)
    untaught = [text for text in texts if text.gold.part != "train"]
    report(untaught, predict(model, untaught), least)
    torch.save(
        {"state": model.state_dict(), "options": model.options, "least": least}, options.output / "checkpoint.pt"
    )


def fit(
    model: Linker,
    trained: Sequence[Annotated],
    develop: Sequence[Annotated],
    options: argparse.Namespace,
    *,
    epochs: int,
    batch: int,
) -> None:
    """Train for some epochs, ``batch`` texts a step; the rate rises and falls once."""
    groups = {"tables": options.feature_rate, "others": options.rate}
    named: dict[str, list[nn.Parameter]] = {name: [] for name in groups}
    for name, parameter in model.named_parameters():
        named["tables" if name.endswith(".table") else "others"].append(parameter)
    optimizer = torch.optim.AdamW(
        [{"params": named[name], "lr": rate} for name, rate in groups.items()], weight_decay=0.02
    )
    steps = max(1, epochs * math.ceil(len(trained) / batch))

    def pace(step: int) -> float:
        return min(1.0, (step + 1) / _WARM_UP) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * step / steps)))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, pace)
    inputs = [tensors(text) for text in trained]
    order = np.random.default_rng(options.seed)
    started = time.monotonic()
    model.train()
    for epoch in range(1, epochs + 1):
        total = 0.0
        numbers = order.permutation(len(trained))
        for start in range(0, len(numbers), batch):
            optimizer.zero_grad()
            for n in numbers[start : start + batch]:
                loss = loss_of(model(inputs[n]), trained[n]) / batch
                loss.backward()
                total += loss.item() * batch
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch} loss {total / len(trained):.3f} {time.monotonic() - started:.0f} s", flush=True)
        if epoch % options.every == 0 and epoch < epochs:
            links = predict(model, develop)
            for language in languages(develop):
                print(f"  {language} {line(score(develop, links, LEAST, language))}", flush=True)


def tensors(text: Annotated) -> dict[str, Tensor]:
    """Return the inputs of a whole document, as one window."""
    example = text.example
    every = np.arange(len(text.found.triggers)), np.arange(len(text.found.arguments))
    return {
        name: torch.from_numpy(np.ascontiguousarray(a)) for name, a in example.feed(0, *every, size=None).items()
    }


def loss_of(scores: Mapping[str, Tensor], text: Annotated) -> Tensor:
    """Return the loss of a document: each answer's, a trigger's worth of each."""
    said = text.targets
    closed = torch.from_numpy(closed_roles(text.found, np.arange(len(text.found.arguments))))
    total = torch.zeros(())
    for name in ("event", "type", "status"):
        labels = torch.from_numpy(getattr(said, name))
        total = total + _WEIGHTS[name] * nn.functional.cross_entropy(
            scores[name], labels, ignore_index=IGNORED, reduction="sum"
        )
    known = torch.from_numpy(said.role != IGNORED)
    if known.any():
        roles = nn.functional.cross_entropy(
            (scores["role"] + closed)[known], torch.from_numpy(said.role)[known], reduction="sum"
        )
        total = total + _WEIGHTS["role"] * roles / known.any(1).sum() ** 0.5
    pairs = torch.from_numpy(said.same != IGNORED)
    if pairs.any():
        same = nn.functional.binary_cross_entropy_with_logits(
            scores["same"][pairs], torch.from_numpy(said.same)[pairs].float(), reduction="sum"
        )
        total = total + _WEIGHTS["same"] * same / pairs.any(1).sum()
    return total


def predict(model: Linker, texts: Sequence[Annotated]) -> list[Links]:
    """Return what the model says of each text."""

    def run(feed: dict[str, NDArray[Any]]) -> list[NDArray[Any]]:
        scores = model({name: torch.from_numpy(np.ascontiguousarray(a)) for name, a in feed.items()})
        return [scores[name].numpy() for name in OUTPUTS]

    was_training = model.training
    model.eval()
    with torch.no_grad():
        links = [link_windows(text.example, text.found, run) for text in texts]
    model.train(was_training)
    return links


def score(
    texts: Sequence[Annotated], links: Sequence[Links], least: Mapping[str, float], language: str | None = None
) -> dict[str, Counts]:
    """Return the counts by slot, of one language or all."""
    chosen = [
        (t, link) for t, link in zip(texts, links, strict=True) if language in {None, t.gold.line["language"]}
    ]
    gold = [json.dumps(text.gold.line) for text, _ in chosen]
    records = [record for text, link in chosen for record in records_of(text, link, least)]
    return evaluate(read_documents(gold, name="gold"), read_documents(records, name="records")).total


def records_of(text: Annotated, links: Links, least: Mapping[str, float]) -> Iterator[str]:
    """Yield the records of a text as JSON."""
    reference = DocumentRef(
        id=text.gold.line["doc"], language=text.gold.line["language"], language_confidence=1.0, sha256=""
    )
    extractor = ExtractorInfo(version="")
    for event in decide(text.context, text.found, links, least, text.published) if text.found.triggers else ():
        yield write_record(event, text.gold.text, reference, extractor)[0].model_dump_json()


def choose(texts: Sequence[Annotated], links: Sequence[Links]) -> dict[str, float]:
    """Return the least probabilities that are best for record F1 on some texts: the mean over the languages."""

    def value(least: Mapping[str, float]) -> float:
        found = [score(texts, links, least, language)["record"].f1 or 0.0 for language in languages(texts)]
        return sum(found) / len(found)

    least = dict(LEAST)
    best = value(least)
    for name in (*LEAST, "event", "same"):
        for tried in _EVENT_TRIED if name == "event" else _TRIED:
            found = value(least | {name: tried})
            if found > best + (_EVENT_GAIN if name == "event" else _GAIN):
                best, least = found, least | {name: tried}
    return least


def report(texts: Sequence[Annotated], links: Sequence[Links], least: Mapping[str, float]) -> None:
    """Print F1 by part, source and language."""
    for part in ("dev", "test"):
        for source in ("corpus", "real"):
            chosen = [
                (text, link)
                for text, link in zip(texts, links, strict=True)
                if (text.gold.part, text.gold.source) == (part, source)
            ]
            some, told = [text for text, _ in chosen], [link for _, link in chosen]
            for language in languages(some):
                print(f"{part} {source} {language} {line(score(some, told, least, language))}", flush=True)
            empty = [(text, link) for text, link in chosen if not text.gold.line["events"]]
            false = sum(any(True for _ in records_of(text, link, least)) for text, link in empty)
            print(f"{part} {source} false events on {false} of {len(empty)} texts without one", flush=True)


def languages(texts: Sequence[Annotated]) -> list[str]:
    """Return the languages of texts."""
    return sorted({text.gold.line["language"] for text in texts})


def line(counts: Mapping[str, Counts]) -> str:
    """Return F1 by slot."""
    return " ".join(f"{slot} {counts[slot].f1 or 0:.3f}" for slot in (*SLOTS, "status", "record"))


if __name__ == "__main__":
    main()
