"""Where organizations stand: their case, what they are coordinated with, whose subject they are."""

from collections.abc import Iterator

from kronika.events.context import Context, phrases
from kronika.events.role_rules import role_rules
from kronika.mentions.types import OrganizationMention

_CLAUSE_COST = 8  # what the way from the opening subject to its verb costs at the most


def head_case(context: Context, first: int, last: int) -> str | None:
    """Return the UD case of a mention: its head's in a tree, its last case-marked word's in a language without."""
    tokens = context.tokens[first:last]
    if context.doc.has_annotation("DEP"):
        head = next((t for t in tokens if t.head not in tokens), tokens[0])
        cases = head.morph.get("Case", [])
        if not cases and first > 0:
            cases = context.tokens[first - 1].morph.get("Case", [])  # "фонд «X»": the common noun carries the case
    else:
        cases = next((t.morph.get("Case", []) for t in reversed(tokens) if t.morph.get("Case", [])), [])
    return cases[0] if cases else None


def case_of(context: Context, mention: OrganizationMention) -> str | None:
    """Return the UD case in which an organization stands.

    Where a part of it acts ("a Filharmónia zenekara"), the part carries the case. In a language without a tree a
    surface that equals the nominative name is one, whatever the tagger says.
    """
    first, last = context.span(mention)
    part = acting_part(context, last)
    if part is not None:
        cases = context.tokens[part].morph.get("Case", [])
        return cases[0] if cases else None
    case = head_case(context, first, last)
    if mention.text != mention.name:
        return case
    if not context.doc.has_annotation("DEP"):
        return "Nom"
    return None if case == "Acc" else case  # nominative and accusative look alike, and subjects follow their verbs


def acting_part(context: Context, last: int) -> int | None:
    """Return the token of a part right behind an organization ("szervezete", "zenekara"), if there is one."""
    parts = phrases(context.language, "parts", "lemmas")
    for i in range(last, min(last + 2, len(context.tokens))):
        if context.tokens[i].morph.get("Number[psor]", []):
            return i if context.has(parts, i, i + 1) else None
    return None


def coordinated(
    context: Context, start: OrganizationMention, mentions: list[OrganizationMention], *, after: bool
) -> Iterator[OrganizationMention]:
    """Yield an organization and those joined to it by commas and conjunctions, away from the cue."""
    yield start
    ordered = sorted(mentions, key=lambda m: m.start, reverse=not after)
    current = start
    for mention in ordered[ordered.index(start) + 1 :]:
        if mention.name in {start.name, current.name}:
            current = mention  # the abbreviation in brackets behind a name
            continue
        left, right = (current, mention) if after else (mention, current)
        low, high = context.span(left)[1], context.span(right)[0]
        cases = {case_of(context, m) for m in (start, mention)} - {None}
        if high - low > 6 or len(cases) > 1 or not _joins(context, low, high):
            return
        yield mention
        current = mention


def _joins(context: Context, low: int, high: int) -> bool:
    """Whether the tokens between two mentions only join them: comma, conjunction, common noun, brackets."""
    between = context.tokens[low:high]
    joined = any(t.text in {",", ";"} or t.pos_ == "CCONJ" for t in between)
    return (
        joined
        and not has_cue(context, low, high)
        and all(
            t.pos_ in {"CCONJ", "PUNCT", "ADJ", "NOUN", "NUM", "DET", "PROPN", "ADP"}
            and t.text not in {".", ":", "—"}
            for t in between
        )
    )


def has_cue(context: Context, low: int, high: int) -> bool:
    """Whether a cue stands in ``[low, high)``."""
    cues, _ = role_rules(context.language)
    return any(context.has(cue.phrases, low, high) for cue in cues)


def subject_of(
    context: Context, verb: int, mentions: list[OrganizationMention]
) -> tuple[OrganizationMention, float, bool] | None:
    """Return the organization that does what the verb says: nominative, or instrumental with a passive."""
    token = context.tokens[verb]
    tree = context.doc.has_annotation("DEP")
    passive = tree and bool({"Pass", "Mid"} & set(token.morph.get("Voice", [])))
    wanted = "Ins" if passive else "Nom"
    best: tuple[OrganizationMention, float, bool] | None = None
    best_cost = 16
    for mention in mentions:
        first, last = context.span(mention)
        if first <= verb < last or _is_possessor(context, last):
            continue
        case = case_of(context, mention)
        cost = context.cost(last, verb) if last <= verb else context.cost(verb + 1, first)
        if not tree and _opens_clause(context, mention, mentions, verb):
            cost = min(cost, _CLAUSE_COST)
        if tree:
            governor = _governor(context, first, last)
            is_argument = governor == token.i
            if case not in {wanted, None}:
                continue
            if is_argument:
                cost -= 6
            if case is None and not is_argument:
                cost += 6
        elif case != wanted or _verb_between(context, first, last, verb):
            continue
        if last <= verb:
            cost -= 1  # subjects tend to stand before their verb
        if cost < best_cost:
            best, best_cost = (mention, 0.85 if cost < 6 else 0.7, first > verb), cost
    return best


def _verb_between(context: Context, first: int, last: int, verb: int) -> bool:
    """Whether another finite verb stands between an organization and a verb: it has that one's clause."""
    low, high = (last, verb) if last <= verb else (verb + 1, first)
    return any(context.is_finite_verb(i) for i in range(low, high))


def _opens_clause(
    context: Context, mention: OrganizationMention, mentions: list[OrganizationMention], verb: int
) -> bool:
    """Whether an organization is the first of its sentence in the nominative, with no verb before the one at hand.

    "A Társulás, partnerségben a Tanáccsal, az Alap támogatásával … találkozót szervezett": far, but its subject.
    """
    first, last = context.span(mention)
    sentence = context.sentence_of(mention)
    if last > verb or first - sentence.first > 3 or any(context.is_finite_verb(i) for i in range(last, verb)):
        return False
    return not any(m.start < mention.start for m in mentions)


def _is_possessor(context: Context, last: int) -> bool:
    """Whether a possessed noun follows: "a Global Voices közösségének tagjai" is not what Global Voices does."""
    following = context.tokens[last : last + 1]
    possessed = any(t.morph.get("Number[psor]", []) and t.pos_ == "NOUN" for t in following)
    return possessed and acting_part(context, last) is None


def _governor(context: Context, first: int, last: int) -> int | None:
    tokens = context.tokens[first:last]
    head = next((t for t in tokens if t.head not in tokens), tokens[0])
    if head.dep_ in {"appos", "flat:name", "nmod", "flat", "flat:foreign", "conj"} and head.head.pos_ in {
        "NOUN",
        "PROPN",
    }:
        head = head.head  # "фонд «X» провёл": the quoted name hangs on the common noun
    return int(head.head.i) if head.dep_ in {"nsubj", "nsubj:pass", "obl", "obl:agent", "iobj"} else None
