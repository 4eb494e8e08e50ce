"""Turn sentences of NerKor into spaCy examples that look like the text of real pages.

NerKor comes tokenised and without the white space between tokens. Documents here are a few consecutive sentences
with natural spacing restored; between sentences there is a space or a line break. A small share of the sentences
is changed to what pages contain and the corpus does not: titles in capitals or without any, missing final stops,
lines broken in mid-sentence.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from nerkor import Sentence, SourceFile, Span, Token
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan
from spacy.training import Example
from spacy.vocab import Vocab

_NO_SPACE_BEFORE: Final = frozenset(
    {".", ",", ";", ":", "!", "?", ")", "]", "}", "”", "“", "»", "…", "...", "%", "-e"}
)
_NO_SPACE_AFTER: Final = frozenset({"(", "[", "{", "„", "«", "#", "@"})
_NO_SPACE_AROUND: Final = frozenset({"/", "°"})
_STRAIGHT_QUOTE: Final = '"'

Mentions = Mapping[tuple[str, str], Sequence[tuple[Token, ...]]]
"""(label, features of the last token) -> every mention of the corpus like that."""
LemmaKnown = Callable[[str, str], bool]
"""(form, lemma) -> can the lemmatizer express it?"""
StopJoins = Callable[[str], bool]
"""form -> does the tokenizer keep a stop that follows it in the same token, as in "2012."?"""


@dataclass(frozen=True, slots=True)
class Noise:
    """Shares (0 to 1) of sentences, or of documents where it says so, that are changed on the way to training."""

    upper: float = 0.03
    lower: float = 0.02
    first_upper_only: float = 0.01
    no_final_stop: float = 0.05
    broken_document: float = 0.03
    line_break: float = 0.25
    """Chance of a line break between two sentences of a document that has line breaks."""
    document_with_breaks: float = 0.5
    other_name: float = 0.0
    """Chance that a name gives way to another of the same class and inflection."""


NO_NOISE: Final = Noise(
    upper=0,
    lower=0,
    first_upper_only=0,
    no_final_stop=0,
    broken_document=0,
    line_break=0,
    document_with_breaks=0,
)


def documents(
    files: Sequence[SourceFile],
    vocab: Vocab,
    *,
    rng: random.Random,
    noise: Noise,
    sizes: tuple[int, int] = (1, 10),
    lemma_known: LemmaKnown | None = None,
    stop_joins: StopJoins | None = None,
    mentions: Mentions | None = None,
) -> Iterator[Example]:
    """Yield the corpus once, file by file, in documents of sizes[0] to sizes[1] sentences.

    With stop_joins, sentences that end in "2012 ." end in "2012.", as the tokenizer will deliver them.
    """
    for file in files:
        start = 0
        while start < len(file.sentences):
            size = rng.randint(*sizes)
            sentences = file.sentences[start : start + size]
            if mentions is not None:
                sentences = tuple(_swap_names(s, mentions, rng=rng, share=noise.other_name) for s in sentences)
            if stop_joins is not None:
                sentences = tuple(_join_final_stop(sentence, stop_joins) for sentence in sentences)
            yield example(sentences, vocab, rng=rng, noise=noise, lemma_known=lemma_known)
            start += size


def example(
    sentences: Sequence[Sentence],
    vocab: Vocab,
    *,
    rng: random.Random,
    noise: Noise,
    lemma_known: LemmaKnown | None = None,
) -> Example:
    """Build one document; a lemma that would mislead is left empty, and spaCy does not train on it."""
    builder = _DocBuilder()
    has_breaks = rng.random() < noise.document_with_breaks
    is_broken = rng.random() < noise.broken_document
    for number, original in enumerate(sentences):
        sentence, must_break = _distort(original, rng=rng, noise=noise)
        builder.add(sentence, break_every=rng.randint(6, 14) if is_broken else 0)
        is_last = number == len(sentences) - 1
        if not is_last and (must_break or (has_breaks and rng.random() < noise.line_break)):
            builder.add_break(rng.choice(("\n", "\n\n")))
    return builder.build(vocab, lemma_known)


def collect_mentions(files: Sequence[SourceFile], labels: Collection[str]) -> Mentions:
    """Collect the names of a corpus to draw others from; a name that occurs often is drawn often."""
    mentions: defaultdict[tuple[str, str], list[tuple[Token, ...]]] = defaultdict(list)
    for file in files:
        for sentence in file.sentences:
            for span in sentence.entities:
                if span.label in labels:
                    tokens = sentence.tokens[span.start : span.end]
                    mentions[span.label, tokens[-1].feats].append(tokens)
    return mentions


def _swap_names(sentence: Sentence, mentions: Mentions, *, rng: random.Random, share: float) -> Sentence:
    """Replace some names: the model should read a name from its form and context, not know it by heart."""
    tokens: list[Token] = []
    entities: list[Span] = []
    done = 0
    for span in sentence.entities:
        tokens += sentence.tokens[done : span.start]
        name = sentence.tokens[span.start : span.end]
        others = mentions.get((span.label, name[-1].feats))
        if others and rng.random() < share:
            name = rng.choice(others)
        entities.append(Span(len(tokens), len(tokens) + len(name), span.label))
        tokens += name
        done = span.end
    tokens += sentence.tokens[done:]
    return Sentence(tokens=tuple(tokens), entities=tuple(entities))


def _join_final_stop(sentence: Sentence, stop_joins: StopJoins) -> Sentence:
    if len(sentence.tokens) < 2 or sentence.tokens[-1].form != "." or not stop_joins(sentence.tokens[-2].form):
        return sentence
    *before, last, stop = sentence.tokens
    entities = tuple(span for span in sentence.entities if span.end < len(sentence.tokens))
    return Sentence(tokens=(*before, replace(last, form=last.form + stop.form)), entities=entities)


def _distort(sentence: Sentence, *, rng: random.Random, noise: Noise) -> tuple[Sentence, bool]:
    """Return the sentence, perhaps changed, and whether a line break has to follow it."""
    must_break = False
    tokens = sentence.tokens
    if len(tokens) > 2 and tokens[-1].form == "." and rng.random() < noise.no_final_stop:
        tokens, must_break = tokens[:-1], rng.random() < 0.9
    draw = rng.random()
    if draw < noise.upper:
        tokens = tuple(_recased(token, token.form.upper()) for token in tokens)
    elif draw < noise.upper + noise.lower:
        tokens = tuple(_recased(token, token.form.lower()) for token in tokens)
    elif draw < noise.upper + noise.lower + noise.first_upper_only:
        tokens = tuple(_recased(token, token.form[:1].upper() + token.form[1:]) for token in tokens)
    entities = tuple(span for span in sentence.entities if span.end <= len(tokens))
    return Sentence(tokens=tokens, entities=entities), must_break


def _recased(token: Token, form: str) -> Token:
    """A lemma is no longer derivable from the form once the case is gone: leave it open."""
    return token if form == token.form else replace(token, form=form, lemma="")


class _DocBuilder:
    """Collects tokens and white space of one document."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.spaces: list[bool] = []
        self.lemmas: list[str] = []
        self.pos: list[str] = []
        self.morphs: list[str] = []
        self.sentence_starts: list[bool | int | None] = []  # the type that Doc asks for
        self.entities: list[Span] = []

    def add(self, sentence: Sentence, *, break_every: int = 0) -> None:
        """Append a sentence; with break_every a line ends after so many tokens."""
        spaces = spaces_after([token.form for token in sentence.tokens])
        position: list[int] = []
        for index, token in enumerate(sentence.tokens):
            position.append(len(self.words))
            self._append(token.form, token.lemma, token.upos, token.feats, starts=index == 0, space=spaces[index])
            is_inside = index + 1 < len(sentence.tokens)
            if break_every and is_inside and spaces[index] and (index + 1) % break_every == 0:
                self.add_break("\n")
        self.entities += [Span(position[s.start], position[s.end - 1] + 1, s.label) for s in sentence.entities]

    def add_break(self, characters: str) -> None:
        """Append a white-space token the way spaCy's tokenizer makes it: the space before it goes."""
        self.spaces[-1] = False
        self._append(characters, characters, "SPACE", "", starts=False, space=False)

    def build(self, vocab: Vocab, lemma_known: LemmaKnown | None) -> Example:
        lemmas = self.lemmas
        if lemma_known is not None:
            lemmas = [
                lemma if lemma and lemma_known(word, lemma) else ""
                for word, lemma in zip(self.words, lemmas, strict=True)
            ]
        reference = Doc(
            vocab,
            words=self.words,
            spaces=self.spaces,
            lemmas=lemmas,
            pos=self.pos,
            morphs=self.morphs,
            sent_starts=self.sentence_starts,
        )
        reference.set_ents([DocSpan(reference, span.start, span.end, span.label) for span in self.entities])
        return Example(Doc(vocab, words=self.words, spaces=self.spaces), reference)

    def _append(self, form: str, lemma: str, pos: str, feats: str, *, starts: bool, space: bool) -> None:
        self.words.append(form)
        self.lemmas.append(lemma)
        self.pos.append(pos)
        self.morphs.append(feats)
        self.sentence_starts.append(starts)
        self.spaces.append(space)


def spaces_after(forms: Sequence[str]) -> list[bool]:
    """For each token of a sentence: does a space follow it in running text? (The last one: yes.)"""
    spaces: list[bool] = []
    quote_is_open = False
    for index, form in enumerate(forms):
        following = forms[index + 1] if index + 1 < len(forms) else "x"
        if form == _STRAIGHT_QUOTE:
            quote_is_open = not quote_is_open
        opens = form in _NO_SPACE_AFTER or (form == _STRAIGHT_QUOTE and quote_is_open)
        closes_next = following in _NO_SPACE_BEFORE or (following == _STRAIGHT_QUOTE and quote_is_open)
        joins = form in _NO_SPACE_AROUND or following in _NO_SPACE_AROUND
        spaces.append(not (opens or closes_next or joins))
    return spaces
