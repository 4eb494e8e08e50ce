"""Where a label or a verb says that places of action follow: "Место проведения: …", "площадками станут …"."""

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Token

from kronika.mentions.place_tables import Context

_LABEL_LENGTH = 8  # tokens
_LABEL_ENDS = frozenset({":", "?", "–", "—", "-"})
_AROUND_LABEL = " \t-–—•*·."
_BULLETS = frozenset("-–—•*·▪●‣")
_REACH = 5  # tokens between "площадками" and its verb


def labelled_ranges(tokens: Sequence[Token], starts: Sequence[int], context: Context) -> Iterator[tuple[int, int]]:
    """Yield token ranges after a label such as "Место проведения:", to the end of the line, or of the next one.

    ``starts`` are the first tokens of the blocks of text, ascending.
    """
    ends = [*starts[1:], len(tokens)]
    for k, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for i in range(start, min(start + _LABEL_LENGTH, end)):
            if tokens[i].text not in _LABEL_ENDS:
                continue
            label = "".join(t.text_with_ws for t in tokens[start:i]).lower().strip(_AROUND_LABEL)
            if label in context.labels:
                has_rest = any(not t.is_space for t in tokens[i + 1 : end])
                yield i + 1, end if has_rest else _end_of_list(tokens, starts, ends, k)
            break


def introduced_ranges(
    tokens: Sequence[Token], sentence: Callable[[int], tuple[int, int]], context: Context
) -> Iterator[tuple[int, int]]:
    """Yield token ranges after "площадками станут", up to the next verb or the end of the sentence."""
    for noun in tokens:
        if noun.lemma_.lower() not in context.label_nouns or noun.morph.get("Case", []) != ["Ins"]:
            continue
        end = sentence(noun.i)[1]
        near = tokens[noun.i + 1 : min(noun.i + 1 + _REACH, end)]
        verb = next((t for t in near if t.lemma_.lower() in context.label_verbs), None)
        if verb is not None:
            rest = tokens[verb.i + 1 : end]
            yield verb.i + 1, next((t.i for t in rest if t.pos_ in {"VERB", "SCONJ"}), end)


def _end_of_list(tokens: Sequence[Token], starts: Sequence[int], ends: Sequence[int], label: int) -> int:
    """Return where the line after a label ends, or the list after it."""
    last = label
    for k in range(label + 1, len(starts)):
        first = tokens[starts[k]].text
        if k > label + 1 and not first[:1].isdigit() and first not in _BULLETS:
            break
        last = k
    return ends[last]
