"""Choose the pieces that Russian and Hungarian text needs, and write them as a ``tokenizers`` file.

The base model knows 250,037 unigram pieces of a hundred languages. Kept are: every piece that the training texts
use, every piece that the words of wordfreq's large lists use (https://github.com/rspeer/wordfreq: the words of a
language by frequency; in lower case and capitalised), and every single character of the scripts at hand, so that a
rare word is spelled rather than unknown. Each word is cut on its own: what follows white space begins with "▁".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from base import Base
from tokenizers import Tokenizer, models
from wordfreq import iter_wordlist

from kronika.encoder.model import MARK, normalised

SPECIALS: Final = ("<s>", "<pad>", "</s>", "<unk>")
A_WORD: Final = 12
"""Pieces of a word that the encoder sees: a long address or a line of dashes says no more with all of them."""
_SCRIPTS: Final = ("LATIN", "CYRILLIC", "DIGIT", "GREEK")
_WORDS_A_LANGUAGE: Final = 250_000


def select(base: Base, texts: Iterable[tuple[str, bool]], languages: Iterable[str]) -> list[int]:
    """Return the ids of the pieces to keep, specials first, the others in the base's order.

    Args:
        base: the base model.
        texts: words of the training texts, each with whether white space precedes it.
        languages: codes whose word lists count too.
    """
    model = models.Unigram(
        list(zip(base.pieces, base.scores.tolist(), strict=True)), base.specials["<unk>"], False
    )
    used: set[int] = set()
    seen: set[str] = set()

    def use(word: str) -> None:
        if word not in seen:
            seen.add(word)
            used.update(token.id for token in model.tokenize(word))

    for word, apart in texts:
        use((MARK if apart else "") + normalised(word))
    for language in languages:
        for _, word in zip(range(_WORDS_A_LANGUAGE), iter_wordlist(language, "best"), strict=False):
            plain = normalised(word)
            for form in (plain, plain.capitalize()):
                use(MARK + form)
            use(plain)
    used.update(i for i, piece in enumerate(base.pieces) if _is_spelling(piece))
    specials = [base.pieces.index(name) for name in SPECIALS]
    return specials + sorted(used.difference(specials))


def _is_spelling(piece: str) -> bool:
    character = piece.removeprefix(MARK)
    if len(character) != 1 or piece in SPECIALS:
        return piece == MARK
    name = unicodedata.name(character, "")
    return name.startswith(_SCRIPTS) or unicodedata.category(character)[0] in "PSN"


def tokenizer(base: Base, kept: list[int]) -> Tokenizer:
    """Return the unigram model of the kept pieces; ids are positions in ``kept``."""
    vocabulary = [(base.pieces[i], float(base.scores[i])) for i in kept]
    return Tokenizer(models.Unigram(vocabulary, SPECIALS.index("<unk>"), False))
