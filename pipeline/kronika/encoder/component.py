"""The spaCy pipe ``kronika_encoder``: what the encoder says, written into a Doc.

- ``doc.spans[layer]`` for each label set of spans ("names", "nested", "values", "events"), in text order, without
  overlap within a layer; ``attrs["scores"]`` holds the probability of each span
- ``doc.ents``: names that have a capital letter (NEREL's "российский" and "полиция" stay in ``doc.spans`` alone);
  dates and numbers beside them; events beside both
- where the pipe is asked for morphology: sentences, UPOS, features, lemmas
- ``doc.tensor``: the state of each token, float32 (tokens, width); zeros for white space
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from kronika.analysis.blocks import line_blocks
from kronika.encoder.model import STATES, Encoder, Scores, Word
from kronika.encoder.spans import ScoredSpan, decode

NAME = "kronika_encoder"
LAYERS = ("names", "nested", "values", "events")
BESIDE_NAMES = ("values", "events")
"""Layers that fill ``doc.ents`` beside the names; the earlier one goes first where two overlap."""
MORPHOLOGY = ("sentence", "morphology", "lemma")
DIGITS = 2
"""Of a probability: in the third, processors differ."""
Rewriting = tuple[str, str, str, str]
"""Of a form: what is lowered ("", "first", "all"), the beginning that goes, the ending that goes, what comes
instead."""


@cache
def load_encoder(folder: Path) -> Encoder:
    """Return the encoder in a folder, loaded once a process.

    Raises:
        BrokenModelError: the weights are of another format, or damaged.
    """
    return Encoder(folder)


@Language.factory(NAME, default_config={"morphology": False}, assigns=["doc.ents", "doc.spans", "doc.tensor"])
class EncoderPipe:
    """Reads a Doc of tokens, and annotates it; all pipes of a process share one copy of the weights."""

    def __init__(self, nlp: Language, name: str, folder: str, morphology: bool) -> None:  # spaCy's way
        self.encoder = load_encoder(Path(folder))
        self.morphology = morphology

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        scores = self.encoder.read(words(doc), (*LAYERS, STATES, *(MORPHOLOGY if self.morphology else ())))
        positions = [token.i for token in doc if not token.is_space]
        if self.morphology:
            set_morphology(doc, positions, scores, self.encoder)
        set_spans(doc, positions, scores, self.encoder)
        doc.tensor = np.zeros((len(doc), self.encoder.width), np.float32)
        doc.tensor[positions] = scores[STATES]
        return doc


def words(doc: Doc) -> list[Word]:
    """Return the tokens that are not white space, as the encoder wants them."""
    blocks = {start for start, _ in line_blocks(doc.text)}
    has_sentences = doc.has_annotation("SENT_START")
    found = []
    is_apart = True
    for token in doc:
        if not token.is_space:
            found.append(
                Word(token.text, is_apart, token.idx in blocks, token.is_sent_start if has_sentences else None)
            )
        is_apart = token.is_space or bool(token.whitespace_)
    return found


def set_spans(doc: Doc, positions: list[int], scores: Scores, encoder: Encoder) -> None:
    """Write the span groups and ``doc.ents``; ``positions`` are the tokens that the rows of ``scores`` stand
    for."""
    found = {
        layer: decode(scores[layer], encoder.labels[layer], encoder.temperature.get(layer, 1.0))
        for layer in LAYERS
    }
    found["nested"] = [span for span in found["nested"] if _is_inside(span, found["names"])]
    for layer, some in found.items():
        spans = [Span(doc, positions[s.start], positions[s.end - 1] + 1, label=s.label) for s in some]
        doc.spans[layer] = SpanGroup(doc, attrs={"scores": [round(s.score, DIGITS) for s in some]}, spans=spans)
    taken = [span for span in doc.spans["names"] if any(c.isupper() for c in span.text)]
    for layer in BESIDE_NAMES:
        covered = {i for span in taken for i in range(span.start, span.end)}
        taken += [span for span in doc.spans[layer] if covered.isdisjoint(range(span.start, span.end))]
    doc.set_ents(taken)


def _is_inside(span: ScoredSpan, names: Iterable[ScoredSpan]) -> bool:
    """Whether a nested span is a part of a name; in a language without corpus of nested names the head strays."""
    return any(
        n.start <= span.start and span.end <= n.end and (n.start, n.end) != (span.start, span.end) for n in names
    )


def scored(doc: Doc, layer: str) -> Iterator[tuple[Span, float]]:
    """Yield the spans of a layer with their probabilities, in text order; none if another pipe read the Doc."""
    if layer in doc.spans:
        group = doc.spans[layer]
        yield from zip(group, group.attrs["scores"], strict=True)


def chances(doc: Doc) -> dict[tuple[int, int], float]:
    """Return the token range of each name -> the probability (0 to 1) that the encoder gives it."""
    return {(span.start, span.end): score for span, score in scored(doc, "names")}


def place_words(doc: Doc) -> frozenset[int]:
    """Return the indices of the tokens that name a place, also inside another name ("Перми" in "мэрия Перми")."""
    spans = [span for layer in ("names", "nested") for span in doc.spans.get(layer, ())]
    return frozenset(i for span in spans or doc.ents if span.label_ == "LOC" for i in range(span.start, span.end))


def set_morphology(doc: Doc, positions: list[int], scores: Scores, encoder: Encoder) -> None:
    """Write sentence starts, UPOS, features and lemmas; white space goes with the sentence before it."""
    starts = scores["sentence"].argmax(1).astype(bool)
    best = scores["morphology"][:, 0]
    labels = encoder.labels["morphology"]
    rules = encoder.labels["lemma"]
    lemmas = [
        lemma_of(doc[i].text, [rules[r] for r in row]) for i, row in zip(positions, scores["lemma"], strict=True)
    ]
    for token in doc:
        if token.is_space:
            token.is_sent_start, token.pos_, token.lemma_ = False, "SPACE", token.text
    for row, i in enumerate(positions):
        token = doc[i]
        pos, _, features = str(labels[best[row]]).partition("|")
        token.is_sent_start = bool(starts[row]) or row == 0
        token.pos_ = pos
        token.set_morph(features)  # type: ignore[attr-defined]  # missing in spaCy's stub
        token.lemma_ = lemmas[row]
    if len(doc):
        doc[0].is_sent_start = True


def lemma_of(form: str, rules: Iterable[Rewriting]) -> str:
    """Return what the first rewriting that fits makes of a form; the form itself if none does."""
    return next((lemma for rule in rules if (lemma := rewritten(form, rule)) is not None), form)


def rewritten(form: str, rule: Rewriting) -> str | None:
    """Return the lemma that a rewriting makes of a form, None where it does not fit."""
    lowered, beginning, goes, comes = rule
    if lowered == "first":
        form = form[:1].lower() + form[1:]
    elif lowered == "all":
        form = form.lower()
    stem_end = len(form) - len(goes)
    fits = len(beginning) <= stem_end and form.startswith(beginning) and form.endswith(goes)
    return (form[len(beginning) : stem_end] + comes or None) if fits else None
