"""Train one half of the Hungarian pipeline from scratch: ``morphology``, or ``pretraining`` and then ``entities``.

Usage: ``python train.py TASK --data ../../../shared/data --output DIR [--epochs N] [--seed N]``

The loop is spaCy's own, written out, for two reasons: every epoch sees the corpus cut into other documents with
other noise, and the size of a run is given in epochs, so that it is the same on a fast and on a slow machine.
After each epoch the averaged weights are scored on devel; DIR/best holds the best of them, DIR/log.tsv all scores.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

import spacy
from nerkor import NAME_LABELS, SourceFile, read_split
from scores import Scores, score
from spacy.language import Language
from spacy.pipeline import EditTreeLemmatizer, TrainablePipe
from spacy.training import Example
from spacy.util import load_config, load_model_from_config
from thinc.api import Adam, NumpyOps, fix_random_seed, set_current_ops
from thinc.schedules import warmup_linear
from tokenizer import adapt_tokenizer

from corpus import NO_NOISE, LemmaKnown, Mentions, Noise, StopJoins, collect_mentions, documents

HERE: Final = Path(__file__).parent
DEVEL_SEED: Final = 2022


@dataclass(frozen=True, slots=True)
class Task:
    """What distinguishes the two halves."""

    config: str
    epochs: int
    noise: Noise
    dropout: float = 0.15
    batch_tokens: int = 1000

    def quality(self, scores: Scores) -> float:
        """The one number by which the best epoch is chosen."""
        if self.config == "entities.cfg":
            return scores.coarse.f1
        if self.config == "pretraining.cfg":
            return scores.feats
        return (scores.feats + scores.lemma + scores.sentence_starts.f1) / 3


TASKS: Final = {
    "morphology": Task(config="morphology.cfg", epochs=4, noise=Noise()),
    "pretraining": Task(config="pretraining.cfg", epochs=1, noise=Noise(other_name=0.15)),
    "entities": Task(
        config="entities.cfg", epochs=4, noise=Noise(other_name=0.15), dropout=0.2, batch_tokens=1400
    ),
}

LEARN_RATE: Final = 0.001
WARMUP_STEPS: Final = 300

_ONLY_BREAKS: Final = replace(NO_NOISE, line_break=0.25, document_with_breaks=0.5)
"""For collecting labels: undistorted forms, and white space, which has a label of its own."""


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=sorted(TASKS))
    parser.add_argument("--data", type=Path, required=True, help="folder that holds nerkor/ and nerkor-onpp/")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--config", type=Path, help="another configuration than the task's own")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--seed", type=int, default=20221120)
    parser.add_argument("--part", type=int, default=1, help="train on every Nth file only, for quick comparisons")
    parser.add_argument("--start-from", type=Path, help="pipeline whose tok2vec weights to begin with")
    parser.add_argument("--plain", action="store_true", help="NerKor's four classes only, to compare")
    options = parser.parse_args()
    task = TASKS[options.task]
    train(
        task,
        config=options.config or HERE / task.config,
        data=options.data,
        output=options.output,
        epochs=options.epochs or task.epochs,
        seed=options.seed,
        refine=not options.plain,
        part=options.part,
        start_from=options.start_from,
    )


def train(
    task: Task,
    *,
    config: Path,
    data: Path,
    output: Path,
    epochs: int,
    seed: int,
    refine: bool = True,
    part: int = 1,
    start_from: Path | None = None,
) -> None:
    """Train for a number of epochs and keep the best epoch's weights."""
    set_current_ops(NumpyOps(use_blis=False))  # numpy's matrix product is three times as fast here as blis
    fix_random_seed(seed)
    rng = random.Random(seed)
    train_files, devel_files = (read_split(data, split, refine=refine) for split in ("train", "devel"))
    train_files = train_files[::part]
    nlp = load_model_from_config(load_config(config), auto_fill=True)
    nlp.initialize(lambda: documents(train_files, nlp.vocab, rng=random.Random(seed), noise=_ONLY_BREAKS))
    adapt_tokenizer(nlp)
    if start_from is not None:
        _copy_tok2vec(start_from, nlp)
    lemma_known = _lemma_filter(nlp)
    mentions = collect_mentions(train_files, NAME_LABELS)
    steps = epochs * sum(len(s.tokens) for f in train_files for s in f.sentences) // task.batch_tokens
    optimizer = Adam(
        warmup_linear(LEARN_RATE, WARMUP_STEPS, steps),  # type: ignore[arg-type]  # thinc types it too narrowly
        beta1=0.9,
        beta2=0.999,
        L2=0.01,
        L2_is_weight_decay=True,
        grad_clip=1.0,
        use_averages=True,
    )
    best = -1.0
    output.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with (output / "log.tsv").open("w", encoding="utf-8") as log:
        for epoch in range(1, epochs + 1):
            losses: dict[str, float] = {}
            batches = epoch_batches(
                train_files,
                nlp,
                rng=rng,
                noise=task.noise,
                lemma_known=lemma_known,
                mentions=mentions,
                batch_tokens=task.batch_tokens,
            )
            for batch in batches:
                nlp.update(batch, sgd=optimizer, drop=task.dropout, losses=losses)
                optimizer.step_schedules()
            with nlp.use_params(optimizer.averages):
                scores = evaluate(nlp, devel_files)
                quality = task.quality(scores)
                line = report_line(epoch, time.monotonic() - started, scores, quality)
                print(line, {name: round(loss) for name, loss in losses.items()}, flush=True)
                print(line, file=log, flush=True)
                if quality > best:
                    best = quality
                    nlp.to_disk(output / "best")


def epoch_batches(
    files: Sequence[SourceFile],
    nlp: Language,
    *,
    rng: random.Random,
    noise: Noise,
    lemma_known: LemmaKnown | None,
    mentions: Mentions,
    batch_tokens: int,
) -> Iterator[list[Example]]:
    """One pass over the corpus: fresh documents, shuffled, in batches of about batch_tokens tokens."""
    order = list(
        documents(
            files,
            nlp.vocab,
            rng=rng,
            noise=noise,
            lemma_known=lemma_known,
            stop_joins=_stop_filter(nlp),
            mentions=mentions,
        )
    )
    rng.shuffle(order)
    batch: list[Example] = []
    tokens = 0
    for example in order:
        batch.append(example)
        tokens += len(example.reference)
        if tokens >= batch_tokens:
            yield batch
            batch, tokens = [], 0
    if batch:
        yield batch


def evaluate(nlp: Language, files: Sequence[SourceFile]) -> Scores:
    """Scores on gold tokens; documents of about eight sentences, without noise, always cut alike."""
    rng = random.Random(DEVEL_SEED)
    examples = list(documents(files, nlp.vocab, rng=rng, noise=NO_NOISE, sizes=(8, 8)))
    for example, doc in zip(examples, nlp.pipe([example.predicted for example in examples]), strict=True):
        example.predicted = doc
    return score(examples)


def report_line(epoch: int, seconds: float, scores: Scores, quality: float) -> str:
    """One tab-separated line of the log; seconds since the start of training."""
    fields = {
        "quality": quality,
        "pos": scores.pos,
        "feats": scores.feats,
        "lemma": scores.lemma,
        "sents": scores.sentence_starts.f1,
        "ents": scores.coarse.f1,
    }
    labels = {label: counts.f1 for label, counts in sorted(scores.by_label.items())}
    values = [f"{name}={value:.4f}" for name, value in {**fields, **labels}.items()]
    return "\t".join([f"epoch={epoch}", f"seconds={seconds:.0f}", *values])


def _copy_tok2vec(source: Path, nlp: Language) -> None:
    """Begin with the weights of another pipeline's shared tok2vec; the two must be built alike."""
    shared = cast(TrainablePipe, spacy.load(source).get_pipe("tok2vec"))
    names = cast(TrainablePipe, nlp.get_pipe("ner"))
    names.model.get_ref("tok2vec").layers[0].from_bytes(shared.model.to_bytes())


def _stop_filter(nlp: Language) -> StopJoins:
    def joins(form: str) -> bool:
        return len(nlp.tokenizer(form + ".")) == 1

    return joins


def _lemma_filter(nlp: Language) -> LemmaKnown | None:
    """Without this, spaCy trains every lemma whose edit tree is too rare towards the tree with number 0."""
    if "trainable_lemmatizer" not in nlp.pipe_names:
        return None
    lemmatizer = cast(EditTreeLemmatizer, nlp.get_pipe("trainable_lemmatizer"))
    seen: dict[tuple[str, str], bool] = {}

    def is_known(form: str, lemma: str) -> bool:
        pair = (form, lemma)
        if pair not in seen:
            seen[pair] = lemmatizer.trees.add(form, lemma) in lemmatizer.tree2label
        return seen[pair]

    return is_known


if __name__ == "__main__":
    main()
