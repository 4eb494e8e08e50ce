"""Roles of organizations: cue phrases, verbs with their subject or agent, labelled lists, holders in the genitive.

The cues are data (``lang/<code>/roles.toml``). A cue gives a role to the organization beside it, and to those
coordinated with it. It is a hint to the linker, which decides whether it is a role, and in which event.
"""

from collections.abc import Iterator, Sequence

from kronika.events.context import Context, Sentence, phrases
from kronika.events.role_rules import Cue, RoleMention, role_rules
from kronika.events.role_syntax import case_of, coordinated, subject_of
from kronika.mentions.types import OrganizationMention, TriggerMention
from kronika.records import Role

_TAKING_PART = 5  # tokens


def find_roles(
    context: Context, organizations: Sequence[OrganizationMention], triggers: Sequence[TriggerMention]
) -> list[RoleMention]:
    """Return all roles that the text's cues give to its organizations, the surest first for each mention."""
    by_sentence: dict[int, list[OrganizationMention]] = {}
    for organization in organizations:
        if not _is_source(context, organization):
            by_sentence.setdefault(context.sentence_of(organization).index, []).append(organization)
    found: list[RoleMention] = []
    for index, mentions in by_sentence.items():
        sentence = context.sentences[index]
        found += _by_cues(context, sentence, mentions)
        found += _by_verbs(context, sentence, mentions)
    found = _nearest_cue_wins(found)
    found += _by_labels(context, organizations)
    found += _by_holder(context, organizations, triggers)
    return found


def _nearest_cue_wins(roles: list[RoleMention]) -> list[RoleMention]:
    """Of several cues around one mention the nearest tells its role: "X-szel partnerségben, a Y támogatásával"."""
    nearest: dict[int, int] = {}
    for role in roles:
        start = role.organization.start
        nearest[start] = min(nearest.get(start, _way(role)), _way(role))
    return [role for role in roles if _way(role) == nearest[role.organization.start]]


def _way(role: RoleMention) -> int:
    """The gap; words of taking part are common ("представители A"), so a word of organizing may stand further."""
    return role.gap + (_TAKING_PART if role.role == "participant" else 0)


def _by_cues(context: Context, sentence: Sentence, mentions: list[OrganizationMention]) -> Iterator[RoleMention]:
    cues, _ = role_rules(context.language)
    participation = phrases(context.language, "participation")
    deadline = phrases(context.language, "deadline", "lemmas")
    inside = [context.span(m) for m in mentions]
    for cue in cues:
        if cue.needs_participation and not context.has(participation, sentence.first, sentence.last):
            continue
        for first, last, _ in context.matches(cue.phrases, sentence.first, sentence.last):
            if any(m_first <= first and last <= m_last for m_first, m_last in inside):
                continue  # part of an organization's own name
            if cue.cue_cases and not cue.cue_cases & set(context.tokens[last - 1].morph.get("Case", [])):
                continue
            if cue.role == "host" and context.has(deadline, max(sentence.first, first - 8), last):
                continue  # "jelentkezni az egyesület székházában lehet"
            nearest = _nearest(context, cue, first, last, mentions)
            if nearest is None:
                continue
            score = 0.85 if "any" not in cue.cases or nearest[1] <= 1 else 0.75
            for organization in coordinated(context, nearest[0], mentions, after=cue.side == "after"):
                gap = nearest[1] - bool(cue.org_heads)  # a cue for this kind of organization is the better one
                yield RoleMention(organization, cue.role, f"role.{cue.name}", score, gap=gap)


def _nearest(
    context: Context, cue: Cue, first: int, last: int, mentions: list[OrganizationMention]
) -> tuple[OrganizationMention, int] | None:
    best: tuple[OrganizationMention, int] | None = None
    for mention in mentions:
        m_first, m_last = context.span(mention)
        gap = m_first - last if cue.side == "after" else first - m_last
        if not 0 <= gap <= cue.gap or (best is not None and gap >= best[1]):
            continue
        low, high = (last, m_first) if cue.side == "after" else (m_last, first)
        if not cue.over_verbs and any(_is_full_verb(context, i) for i in range(low, high)):
            continue
        if not _case_fits(context, cue, mention):
            continue
        if cue.role == "participant" and case_of(context, mention) in _locative(context):
            continue  # where it happens, not who takes part
        if cue.org_heads and not any(
            h in context.lemmas[i] for i in range(m_first, m_last) for h in cue.org_heads
        ):
            continue
        best = (mention, gap)
    return best


def _locative(context: Context) -> frozenset[str]:
    return frozenset(context.language.table("roles")["locative"]["cases"])


def _is_source(context: Context, organization: OrganizationMention) -> bool:
    """Whether an organization only tells: "по данным УМВД", "az Igazgatóság közleménye szerint"."""
    first, last = context.span(organization)
    sentence = context.sentence_of(organization)
    before, after = (phrases(context.language, "source", key) for key in ("before", "after"))
    return context.has(before, max(sentence.first, first - 3), first) or context.has(
        after, last, min(sentence.last, last + 2)
    )


def _is_full_verb(context: Context, i: int) -> bool:
    """Whether token ``i`` is a finite verb and no copula: "partnere volt a Tanács" is one phrase."""
    return context.is_finite_verb(i) and not context.has(phrases(context.language, "copulas", "lemmas"), i, i + 1)


def _case_fits(context: Context, cue: Cue, mention: OrganizationMention) -> bool:
    if "any" in cue.cases:
        return True
    case = case_of(context, mention)
    return case is None or case in cue.cases


def _by_verbs(context: Context, sentence: Sentence, mentions: list[OrganizationMention]) -> Iterator[RoleMention]:
    _, verbs = role_rules(context.language)
    for i in range(sentence.first, sentence.last):
        token = context.tokens[i]
        if token.pos_ not in {"VERB", "ADJ", "AUX"}:
            continue
        for verb in verbs:
            if context.lemmas[i] not in verb.lemmas:
                continue
            if verb.not_with & set(context.lemmas[max(sentence.first, i - 2) : min(sentence.last, i + 3)]):
                continue
            subject = subject_of(context, i, mentions)
            if subject is None:
                continue
            organization, score, after = subject
            first, last = context.span(organization)
            gap = max(first - i - 1, i - last)
            holders = list(coordinated(context, organization, mentions, after=after))
            if len(holders) == 1 and _is_impersonal(context, i, last - 1):
                continue
            for mention in holders:
                yield RoleMention(mention, verb.role, f"role.{verb.name}", score, gap=gap)


def _is_impersonal(context: Context, verb: int, name: int) -> bool:
    """Whether a verb in the plural has no plural subject, in a language without a tree: "fórumot szerveznek"."""
    if context.doc.has_annotation("DEP"):
        return False
    plural = context.tokens[verb].morph.get("Number", []) == ["Plur"]
    return plural and context.tokens[name].morph.get("Number", []) != ["Plur"]


def _by_labels(context: Context, organizations: Sequence[OrganizationMention]) -> Iterator[RoleMention]:
    """Lists: "Организаторы: A, B, C" and the lines below such a line."""
    labels = context.language.table("roles")["labels"]
    active: Role | None = None
    left = 0
    block = -1
    by_sentence: dict[int, list[OrganizationMention]] = {}
    for organization in organizations:
        by_sentence.setdefault(context.sentence_of(organization).index, []).append(organization)
    for sentence in context.sentences:
        text = context.language.fold(
            context.text[(at := context.tokens[sentence.first].idx) : at + 120].split("\n")[0].lstrip("-–—•*· ")
        )
        role = _label(text, labels) if sentence.block != block else None
        if role is not None:
            active, left = role, 6
        elif sentence.block != block:
            left -= 1
            # a further line of the list is short; running text ends it
            if left < 0 or (active and sentence.last - sentence.first > 25 and sentence.block != block):
                active = None
        block = sentence.block
        if active is None:
            continue
        for organization in by_sentence.get(sentence.index, ()):
            yield RoleMention(organization, active, "role.label", 0.9)


def _label(text: str, labels: dict[str, list[str]]) -> Role | None:
    head, colon, _ = text.partition(":")
    if not colon:
        return None
    head = head.strip()
    for role, names in labels.items():
        if head in names:
            return role  # type: ignore[return-value]  # the table's keys are roles; a test checks it
    return None


def _by_holder(
    context: Context, organizations: Sequence[OrganizationMention], triggers: Sequence[TriggerMention]
) -> Iterator[RoleMention]:
    """ "заседание правительства", "a Megyei Tanács ülése": whose meeting it is, holds it."""
    rule = context.language.table("roles")["genitive_holder"]
    possessed = rule.get("possessed", False)
    for trigger in triggers:
        if trigger.type not in rule["types"] or trigger.is_verb:
            continue
        first, last = context.span(trigger)
        for organization in organizations:
            o_first, o_last = context.span(organization)
            adjacent = o_last == first if possessed else 0 <= o_first - last <= 1
            if not adjacent:
                continue
            if possessed and not context.tokens[last - 1].morph.get("Number[psor]", []):
                continue
            if not possessed and case_of(context, organization) not in {rule["case"], None}:
                continue
            yield RoleMention(organization, rule["role"], "role.holder", 0.7)


def page_owner(context: Context, organizations: Sequence[OrganizationMention]) -> OrganizationMention | None:
    """Return the organization whose page it is, if a line of its own says so; a medium only reports.

    Such a line is the first or second of the page, or a signature at its end, with address or alone.
    """
    media = owner_media(context)
    blocks = context.sentences[-1].block + 1 if context.sentences else 0
    for organization in organizations:
        sentence = context.sentence_of(organization)
        first, last = context.span(organization)
        words = context.tokens[sentence.first : sentence.last]
        is_head = sentence.block <= 1 and len(words) <= (last - first) + 4 and not context.has_verb(sentence)
        signs = len(words) <= (last - first) + 1 or any(t.is_digit for t in words)
        is_signature = sentence.block >= max(3, blocks - 4) and first == sentence.first and signs
        named = last - first >= 2 and not media & set(context.lemmas[first:last])
        nominative = case_of(context, organization) in {"Nom", None}
        if named and nominative and sentence.is_title and (is_head or is_signature):
            return organization
    return None


def owner_media(context: Context) -> set[str]:
    """Return the lemmas that make an organization a medium, which only reports."""
    return {context.language.fold(w) for w in context.language.table("roles")["owner"]["media"]}
