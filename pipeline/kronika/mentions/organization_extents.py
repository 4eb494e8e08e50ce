"""How far a name with its head last goes beyond what the head's own grammar reads.

"Híd a Jövőbe Polgári Társulás": the model sees the whole; "Hotel Aurum", "Rotary Club Szarvas": the name goes on
behind the head.
"""

from spacy.tokens import Doc, Token

from kronika.lang import LanguageData
from kronika.mentions.organization_compounds import CompoundHead, CompoundHeads, compound_tables
from kronika.mentions.organization_rules import first_value, organization_rules

_MAX_TOKENS = 20
_MAX_BEHIND = 3


def start_of_entity(doc: Doc, head: CompoundHead, start: int, heads: CompoundHeads, language: LanguageData) -> int:
    """Return where the model's organization that ends in the head starts; ``start`` if that is not before."""
    if not head.is_title or doc[head.i].ent_type_ != "ORG":
        return start
    first = head.i
    while first > max(0, head.i - _MAX_TOKENS) and doc[first].ent_iob_ == "I":
        first -= 1
    if first >= start or not doc[first].text[0].isupper():
        return start
    opening = language.fold(doc[first].text)
    if opening in organization_rules(language).articles or opening in compound_tables(language).opening_words:
        return start
    added = doc[first:start]
    if any(heads.head_at(t.i) is not None or t.text in ",;:()–" or t.is_quote or "\n" in t.text for t in added):
        return start
    return first


def end_of_name(doc: Doc, head: CompoundHead, heads: CompoundHeads, language: LanguageData) -> int:
    """Return the end of a name that goes on behind its head; behind the head if it does not."""
    end = head.i + 1
    if not head.is_title or head.is_possessed or first_value(doc[head.i], "Case") not in {"", "Nom"}:
        return end
    tables = compound_tables(language)
    longest = _MAX_BEHIND if head.lemma in tables.leading else 1
    while end < len(doc) and end <= head.i + longest:
        token = doc[end]
        if not token.text[0].isupper() or token.pos_ != "PROPN" or heads.head_at(end) is not None:
            break
        goes_on = token.ent_iob_ == "I" and token.ent_type_ == "ORG"
        if head.lemma in tables.purpose_heads and _is_followed_by_noun(doc, end):
            goes_on = False  # "Polgár-Társ Alapítvány Zöldövezet programja"
        is_town = token.ent_type_ == "LOC" and token.ent_iob_ == "B" and head.is_strong and _ends_name(doc, token)
        if not (head.lemma in tables.leading or goes_on or is_town):
            break
        end += 1
    return end


def _is_followed_by_noun(doc: Doc, i: int) -> bool:
    return i + 1 < len(doc) and doc[i + 1].pos_ in {"NOUN", "ADJ"} and doc[i + 1].text[0].islower()


def _ends_name(doc: Doc, town: Token) -> bool:
    """Whether the nominative name of a town ends what stands before it."""
    if first_value(town, "Case") not in {"", "Nom"}:
        return False
    follows = doc[town.i + 1] if town.i + 1 < len(doc) else None
    return follows is None or follows.is_space or follows.is_punct or follows.text[0].islower()
