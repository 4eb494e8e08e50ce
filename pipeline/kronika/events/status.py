"""Status of an event: cancelled by its words, else by its dates against the publication date, else by tense."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from kronika.events.context import Context, Sentence, phrases
from kronika.mentions.types import DateMention, TriggerMention
from kronika.records import Status

_NEAR = 14  # cost within which a verb speaks of the trigger
_TENSES: dict[str, Status] = {"Past": "held", "Fut": "scheduled"}


def find_status(
    context: Context,
    head: TriggerMention,
    triggers: Sequence[TriggerMention],
    time: DateMention | None,
    *,
    published: date | None,
    others: Sequence[TriggerMention],
) -> tuple[Status, str]:
    """Return the status and the rule that told it.

    Args:
        context: the document.
        head: the trigger that names the event best.
        triggers: all triggers of the event, in text order.
        time: the event's time.
        published: day of publication.
        others: the triggers of all events of the text.
    """
    cancelled = phrases(context.language, "cancelled")
    postponed = phrases(context.language, "postponed")
    for trigger in triggers:
        if trigger.lemma != head.lemma and not trigger.is_generic:
            continue
        first, last = context.span(trigger)
        sentence = context.sentence_of(trigger)
        alone = sum(context.sentence_of(other) == sentence for other in others) == 1
        reach = len(context.tokens) if alone else 8
        low, high = max(sentence.first, first - reach), min(sentence.last, last + reach)
        if context.has(cancelled, low, high):
            return "cancelled", "status.cancelled"
        if context.has(postponed, low, high):
            return "scheduled", "status.postponed"
    by_date = _by_date(time, published)
    by_tense = _by_votes(context, triggers)
    if by_date == "ongoing" and by_tense == "held":
        return "held", "status.tense"  # on its last day, and told as over
    if by_date is not None:
        return by_date, "status.date"
    if by_tense in {None, "ongoing"} and _invites(context):
        return "scheduled", "status.invitation"
    return (by_tense, "status.tense") if by_tense else ("unknown", "status.none")


def _by_votes(context: Context, triggers: Sequence[TriggerMention]) -> Status | None:
    votes: Counter[Status] = Counter()
    for weight, trigger in enumerate(triggers[:4]):
        vote = _by_tense(context, context.sentence_of(trigger), *context.span(trigger))
        if vote is not None:
            votes[vote] += 4 - weight
    return votes.most_common(1)[0][0] if votes else None


def _invites(context: Context) -> bool:
    """Whether the text asks its readers to come or to register."""
    invitation = phrases(context.language, "invitation")
    return any(context.has(invitation, s.first, s.last) for s in context.sentences)


def _by_date(time: DateMention | None, published: date | None) -> Status | None:
    if time is None or published is None:
        return None
    start, end = time.first or "", time.last or ""
    today = published.isoformat()
    if len(start) == 10 and start[0] != "X" and start > today:
        return "scheduled"
    if len(end) == 10 and end[0] != "X" and end < today:
        return "held"
    if len(start) == 10 == len(end) and start <= today <= end and start != end:
        return "ongoing"
    return None


def _by_tense(context: Context, sentence: Sentence, first: int, last: int) -> Status | None:
    table = context.language.table("roles")["status"]
    future = {context.language.fold(w) for w in table["future_words"]}
    reporting = {context.language.fold(w) for w in table["reporting"]}
    best: Status | None = None
    best_cost = _NEAR
    for i in range(sentence.first, sentence.last):
        token = context.tokens[i]
        if token.pos_ not in {"VERB", "AUX", "ADJ"}:
            continue
        cost = context.cost(i + 1, first) if i < first else context.cost(last, i)
        if cost >= best_cost:
            continue
        tenses: Sequence[str] = token.morph.get("Tense", [])
        if context.lemmas[i] in reporting:
            continue
        planned = tenses != ["Past"] or token.morph.get("VerbForm", []) == ["Part"]  # "запланирован на 25 июня"
        if context.lemmas[i] in future and planned:
            best, best_cost = "scheduled", cost
        elif tenses:
            best = _TENSES.get(tenses[0]) or table["present"]
            best_cost = cost
    return best
