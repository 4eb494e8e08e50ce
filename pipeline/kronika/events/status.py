"""Status of an event: cancelled by its words, else by its dates against the publication date, else by tense."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from kronika.events.clusters import Anchor, Cluster
from kronika.events.context import Context, Sentence, phrases
from kronika.mentions.types import DateMention
from kronika.records import Status

_NEAR = 14  # cost within which a verb speaks of the trigger
_TENSES: dict[str, Status] = {"Past": "held", "Fut": "scheduled"}


def find_status(
    context: Context,
    cluster: Cluster,
    time: DateMention | None,
    *,
    published: date | None,
    anchors: Sequence[Anchor],
) -> tuple[Status, str]:
    """Return the status and the rule that told it; ``anchors`` are those of all events of the text."""
    cancelled = phrases(context.language, "cancelled")
    postponed = phrases(context.language, "postponed")
    for anchor in cluster.anchors:
        if anchor.trigger.lemma != cluster.head.trigger.lemma and not anchor.trigger.is_generic:
            continue
        first, last = context.span(anchor.trigger)
        sentence = context.sentences[anchor.sentence]
        alone = sum(other.sentence == anchor.sentence for other in anchors) == 1
        reach = len(context.tokens) if alone else 8
        low, high = max(sentence.first, first - reach), min(sentence.last, last + reach)
        if context.has(cancelled, low, high):
            return "cancelled", "status.cancelled"
        if context.has(postponed, low, high):
            return "scheduled", "status.postponed"
    by_date = _by_date(time, published)
    by_tense = _by_votes(context, cluster)
    if by_date == "ongoing" and by_tense == "held":
        return "held", "status.tense"  # on its last day, and told as over
    if by_date is not None:
        return by_date, "status.date"
    if by_tense in {None, "ongoing"} and _invites(context):
        return "scheduled", "status.invitation"
    return (by_tense, "status.tense") if by_tense else ("unknown", "status.none")


def _by_votes(context: Context, cluster: Cluster) -> Status | None:
    votes: Counter[Status] = Counter()
    for weight, anchor in enumerate(cluster.anchors[:4]):
        vote = _by_tense(context, context.sentences[anchor.sentence], *context.span(anchor.trigger))
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
