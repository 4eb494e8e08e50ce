"""Hungarian analyser: spaCy's tokenizer, the encoder for all the rest, blocks, event lemmas."""

from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kronika.analysis.blocks import mark_block_starts
from kronika.analysis.models import find_model
from kronika.encoder import component
from kronika.lang.hu import event_lemmas
from kronika.lang.hu.tokenizer import adapt_tokenizer

MODELS = ("encoder",)


@Language.component("kronika_block_starts")
def _block_starts(doc: Doc) -> Doc:
    return mark_block_starts(doc)


def check(models: Path | None) -> None:
    """Find the model, without loading it.

    Raises:
        MissingModelError: the weights are not there.
    """
    find_model("encoder", folder=models)


def create(models: Path | None) -> Language:
    """Return the Hungarian pipeline.

    Raises:
        MissingModelError: the weights are not there.
        BrokenModelError: they are of another format.
    """
    folder = find_model("encoder", folder=models)
    nlp = spacy.blank("hu")
    nlp.meta["name"] = "kronika_hu"
    adapt_tokenizer(nlp)
    nlp.add_pipe(component.NAME, config={"folder": str(folder), "morphology": True})
    nlp.add_pipe("kronika_block_starts")
    nlp.add_pipe(event_lemmas.COMPONENT)
    return nlp
