"""Join the two trained halves into one pipeline and write it without what only training needs.

Usage: ``python assemble.py --morphology DIR --entities DIR --output DIR``

spaCy's string store remembers every word of the training texts. The shipped pipeline keeps only the strings that
its own components spell out: labels, features and the pieces of the edit trees.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from pathlib import Path
from typing import Final, cast

import spacy
from spacy.language import Language
from spacy.pipeline import EditTreeLemmatizer, TrainablePipe
from spacy.util import load_model_from_config
from tokenizer import adapt_tokenizer

META: Final = {
    "name": "kronika_hungarian",
    "version": "1.0.0",
    "description": "Hungarian tags, features, lemmas, sentences and names for Kronika, trained from scratch",
    "author": "Kronika",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "NYTK-NerKor", "url": "https://github.com/nytud/NYTK-NerKor", "license": "CC BY-SA 4.0"},
        {
            "name": "NerKor-Cars-OntoNotes++",
            "url": "https://github.com/novakat/NYTK-NerKor-Cars-OntoNotesPP",
            "license": "CC BY-SA 4.0",
        },
    ],
}

BATCH_DOCUMENTS: Final = 16
"""For nlp.pipe: spaCy's 256 articles at once fall out of the processor's cache and cost a fifth of the speed."""

_NO_TREE: Final = 2**32 - 1
"""spaCy's number for "no tree here" (NULL_TREE_ID)."""


def main() -> None:
    """Parse the command line and write the pipeline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--morphology", type=Path, required=True, help="pipeline trained for morphology")
    parser.add_argument("--entities", type=Path, required=True, help="pipeline trained for entities")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    write(join(options.morphology, options.entities), options.output)


def join(morphology: Path, entities: Path) -> Language:
    """Return one pipeline with the components of both."""
    nlp = spacy.load(morphology)
    nlp.add_pipe("ner", source=spacy.load(entities))
    adapt_tokenizer(nlp)
    return _with_small_vocabulary(nlp)


def write(nlp: Language, output: Path) -> None:
    """Replace the folder by the pipeline; SHA256SUMS beside it names every file."""
    nlp.meta.update(META)
    if output.exists():
        shutil.rmtree(output)
    nlp.to_disk(output)
    files = sorted(path for path in output.rglob("*") if path.is_file())
    sums = "".join(f"{sha256(path)}  {path.relative_to(output.parent)}\n" for path in files)
    (output.parent / "SHA256SUMS").write_text(sums, encoding="utf-8")


def sha256(path: Path) -> str:
    """Hexadecimal digest of a file, as sha256sum prints it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _with_small_vocabulary(full: Language) -> Language:
    """Rebuild the pipeline on a fresh vocabulary; components bring the strings they need with them."""
    small = load_model_from_config(full.config)
    for name in full.pipe_names:
        component, copy = cast(TrainablePipe, full.get_pipe(name)), cast(TrainablePipe, small.get_pipe(name))
        copy.from_bytes(component.to_bytes(exclude=["vocab"]))
        if isinstance(component, EditTreeLemmatizer) and isinstance(copy, EditTreeLemmatizer):
            _keep_reachable_trees(component, copy)
    adapt_tokenizer(small)
    small.batch_size = BATCH_DOCUMENTS
    return small


def _keep_reachable_trees(full: EditTreeLemmatizer, copy: EditTreeLemmatizer) -> None:
    """Training leaves a tree for every pair it has seen; keep those that labels are made of, under new numbers."""
    number: dict[int, int] = {}
    kept: list[dict[str, int]] = []

    def keep(tree_id: int) -> int:
        if tree_id == _NO_TREE:
            return _NO_TREE
        if tree_id not in number:
            tree = dict(full.trees[tree_id])
            for part in ("prefix_tree", "suffix_tree"):
                if part in tree:
                    tree[part] = keep(tree[part])
            for part in ("orig", "subst"):
                if part in tree:
                    copy.vocab.strings.add(full.vocab.strings.as_string(tree[part]))
            number[tree_id] = len(kept)
            kept.append(tree)
        return number[tree_id]

    copy.cfg["labels"] = [keep(label) for label in full.cfg["labels"]]
    copy.trees.from_json(kept)


if __name__ == "__main__":
    main()
