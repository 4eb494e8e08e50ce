"""Coreference of triggers: one cluster for one event, however often the text names it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kronika.events.context import Context, phrases
from kronika.events.role_syntax import has_cue
from kronika.mentions.types import DateMention, NameMention, PlaceMention, TriggerMention
from kronika.records import EventType

# types that a text may use for one event: a hackathon is a "соревнование", a festival a "праздник"
_KIN: dict[EventType, str] = {
    "competition": "contest",
    "sports": "contest",
    "conference": "talk",
    "meeting": "talk",
}
_TOLD_AT_THE_END = frozenset({"organizer", "partner", "funder"})
_SURE = 0.8  # score of a place that need not be in the gazetteer
_REACH = 4  # sentences over which a generic noun ("мероприятие") refers back


@dataclass
class Anchor:
    """A trigger with what stands right beside it in its sentence."""

    trigger: TriggerMention
    sentence: int
    name: NameMention | None = None
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    is_other: bool = False  # "прошлогодний форум", "következő verseny": another one of its kind
    is_framed: bool = False  # "в рамках форума": the frame of another event
    is_dependent: bool = False  # "участники форума": dates and places beside it belong to its governor
    is_spoken: bool = False  # in somebody's words


@dataclass
class Cluster:
    """The mentions of one event."""

    anchors: list[Anchor]

    @property
    def first(self) -> Anchor:
        """The first mention."""
        return self.anchors[0]

    @property
    def names(self) -> list[NameMention]:
        """All names beside its mentions."""
        return [a.name for a in self.anchors if a.name is not None]

    @property
    def dates(self) -> list[DateMention]:
        """All dates beside its mentions, but for those of a mention in the genitive."""
        return [d for a in self.anchors if not a.is_dependent for d in a.dates]

    @property
    def head(self) -> Anchor:
        """The mention that names the event best: specific before generic, strong before weak, then the first."""
        return min(self.anchors, key=lambda a: (a.trigger.is_generic, -a.trigger.score, a.trigger.start))


def cluster_triggers(context: Context, anchors: Sequence[Anchor]) -> list[Cluster]:
    """Return the clusters, in order of their first mention."""
    clusters: list[Cluster] = []
    for anchor in anchors:
        first = next((c for c in clusters if not _is_aside(c)), None)
        best = max(
            (
                (score, -n, c)
                for n, c in enumerate(reversed(clusters))
                if (score := _affinity(context, anchor, c, is_first=c is first)) > 0
            ),
            key=lambda entry: entry[:2],
            default=None,
        )
        if best is None:
            clusters.append(Cluster([anchor]))
        else:
            best[2].anchors.append(anchor)
    return clusters


def _is_aside(cluster: Cluster) -> bool:
    """Whether an event is only the frame of others, or another one of its kind."""
    return all(a.is_framed or a.is_other for a in cluster.anchors)


def _refers(context: Context, anchor: Anchor, cluster: Cluster, *, is_first: bool, gap: int) -> float:
    """How well "мероприятие", "a rendezvény" refers to a cluster.

    To the one last named; but a sentence that thanks organizers, partners and funders speaks of the first.
    """
    if _is_aside(cluster):
        return 0
    sentence = context.sentences[anchor.sentence]
    thanks = is_first and has_cue(context, sentence.first, sentence.last, roles=_TOLD_AT_THE_END)
    return (3.5 if thanks else 3) if gap <= _REACH or thanks else 1


def _affinity(context: Context, anchor: Anchor, cluster: Cluster, *, is_first: bool) -> float:
    """Return how well a mention fits a cluster: 0 = another event."""
    if anchor.is_other or _conflict(context, anchor, cluster):
        return 0
    trigger = anchor.trigger
    fold = context.language.fold
    lemma = fold(trigger.lemma)
    lemmas = {fold(a.trigger.lemma) for a in cluster.anchors}
    types = {a.trigger.type for a in cluster.anchors}
    related = trigger.type in types or trigger.is_generic or cluster.head.trigger.is_generic
    if anchor.name and related and any(same_name(context, anchor.name.value, n.value) for n in cluster.names):
        return 10
    gap = anchor.sentence - cluster.anchors[-1].sentence
    if lemma in lemmas:
        return 6
    if any(_is_head_of(lemma, other) or _is_head_of(other, lemma) for other in lemmas):
        return 5
    if trigger.is_generic and not anchor.name:
        return _refers(context, anchor, cluster, is_first=is_first, gap=gap)
    if cluster.head.trigger.is_generic and not cluster.names and gap <= _REACH:
        return 2
    if anchor.name or (anchor.dates and cluster.dates) or gap > _REACH:
        return 0
    if trigger.type in types:
        return 2
    return 1.5 if any(_KIN.get(trigger.type) == _KIN.get(t, "") for t in types) and not anchor.dates else 0


def _is_head_of(short: str, long: str) -> bool:
    """Whether one trigger is the other with a modifier: "találkozó" – "bloggertalálkozó"."""
    return len(short) >= 4 and len(long) > len(short) + 1 and (long.endswith(short) or long.startswith(short))


def _conflict(context: Context, anchor: Anchor, cluster: Cluster) -> bool:
    """Whether names, dates or cities beside the mention exclude the cluster."""
    if anchor.name and cluster.names:
        quoted = [n for n in cluster.names if n.rule.startswith("name.quoted")]
        is_quoted = anchor.name.rule.startswith("name.quoted")
        if is_quoted and quoted and not any(same_name(context, anchor.name.value, n.value) for n in quoted):
            return True
    if anchor.is_dependent:
        return False
    mine, theirs = anchor.dates, cluster.dates
    if mine and theirs and not any(_compatible(a, b) for a in mine for b in theirs):
        return True
    cities, others = _cities([anchor]), _cities(cluster.anchors)
    return bool(cities and others and not cities & others)


def _cities(anchors: Sequence[Anchor]) -> set[str]:
    """Towns that the gazetteer knows, beside mentions that are not in the genitive."""
    return {
        p.name
        for a in anchors
        if not a.is_dependent
        for p in a.places
        if p.kind == "city" and (p.geonames_id or p.score >= _SURE)
    }


def same_name(context: Context, a: str, b: str) -> bool:
    """Whether two event names are the same up to case, quotes and a part left out."""
    first, second = (_bare(context, x) for x in (a, b))
    return first == second or (min(len(first), len(second)) > 8 and (first in second or second in first))


def _bare(context: Context, name: str) -> str:
    return "".join(c for c in context.language.fold(name) if c.isalnum())


def _compatible(a: DateMention, b: DateMention) -> bool:
    """Whether two dates can be of one event: they are equal, or one lies in the other."""
    first_a, last_a = _bounds(a)
    first_b, last_b = _bounds(b)
    if first_a.startswith("X") != first_b.startswith("X"):
        first_a, last_a, first_b, last_b = (x[5:] for x in (first_a, last_a, first_b, last_b))
    return (first_a <= first_b and last_b <= last_a) or (first_b <= first_a and last_a <= last_b)


def _bounds(date: DateMention) -> tuple[str, str]:
    first = date.first or date.last or ""
    last = date.last or "9999"
    return first, last + "-99-99" if len(last) < 10 else last


def is_framed(context: Context, trigger: TriggerMention) -> bool:
    """Whether an event noun stands as the frame of another: "в рамках форума", "a fesztivál keretében"."""
    first, last = context.span(trigger)
    frames = phrases(context.language, "umbrella")
    if context.doc.has_annotation("DEP"):
        return context.has(frames, max(0, first - 4), first)
    return context.has(frames, last, min(len(context.tokens), last + 2))
