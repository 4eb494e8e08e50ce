"""From the arguments of a cluster to the values of its record: the best date, the places, counts and roles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kronika.events.attach import Arguments, Link
from kronika.events.clusters import Cluster, same_name
from kronika.events.context import Context, phrases
from kronika.events.role_rules import RoleMention
from kronika.mentions.types import CountMention, DateMention, NameMention, OrganizationMention, PlaceMention

_ROLE_ORDER = ("organizer", "partner", "funder", "host", "participant")
_MAX_COUNTS = 5
_WIDE = {"country", "region"}
_SETTLED = {"city", "venue", "address", "district"}
_SINGLE = {"city", "country", "region"}
_WIDE_REACH = 12  # cost at which a country can still be where it takes place
_ADJACENT = 3  # tokens
_MARGIN = 4  # cost
_YEAR_REACH = 8  # cost at which a bare year can still be the event's


@dataclass(frozen=True)
class Valued:
    """A chosen value: the mention it is read from, further evidence, and its confidence."""

    mention: DateMention | PlaceMention | CountMention
    evidence: tuple[tuple[int, int], ...]
    confidence: float


@dataclass(frozen=True)
class RoleValue:
    """An organization in its role."""

    role: RoleMention
    evidence: tuple[tuple[int, int], ...]
    confidence: float


def choose_name(context: Context, cluster: Cluster) -> NameMention | None:
    """Return the best name: quoted before cased; of equal ones the one used most, then the longest."""
    names = cluster.names
    if not names:
        return None

    def rank(name: NameMention) -> tuple[float, int, int]:
        uses = sum(same_name(context, name.value, other.value) for other in names)
        return name.score, uses, len(name.value)

    return max(names, key=rank)


def choose_time(context: Context, cluster: Cluster, arguments: Arguments) -> Valued | None:
    """Return the event's time: the closest exact date; an end told elsewhere completes it."""
    candidates = [li for li in arguments.dates if li.mention.precision != "year" or li.cost <= _YEAR_REACH]
    if not candidates:
        return None

    moved = _moved_to(context, candidates)
    dated = [li for li in candidates if li.mention.first is not None] or candidates
    best = moved or max(dated, key=_date_rank)
    date, evidence = best.mention, [(best.mention.start, best.mention.end)]
    for link in candidates:
        if moved is None and (closed := _closed(context, cluster, date, link.mention)) is not None:
            date = closed
            evidence.append((link.mention.start, link.mention.end))
    date = _open_end(context, cluster, date)
    return Valued(date, tuple(evidence), round(best.mention.score * best.score, 3))


def _date_rank(link: Link[DateMention]) -> float:
    date = link.mention
    is_range = date.first != date.last and date.first is not None and date.last is not None
    return link.score + 0.6 * (date.precision == "day") + 0.1 * is_range + 0.05 * (date.basis == "explicit")


def _moved_to(context: Context, links: Sequence[Link[DateMention]]) -> Link[DateMention] | None:
    """The new date of a postponed event: the last of several in the sentence that says so, or behind it."""
    postponed = phrases(context.language, "postponed")
    told = [
        sentence.index
        for li in links
        if context.has(postponed, (sentence := context.sentence_of(li.mention)).first, sentence.last)
    ]
    if not told:
        return None
    near = [li for li in links if 0 <= context.sentence_of(li.mention).index - min(told) <= 1]
    days = {li.mention.edtf for li in near}
    if len(days) > 1:
        return max(near, key=lambda li: li.mention.start)
    joints = set(context.language.table("roles")["postponed"]["joints"])
    if near and near[0].mention.last and joints & set(near[0].mention.text.split()):  # "с 20 на 27 апреля"
        date, last = near[0].mention, near[0].mention.last
        return replace(near[0], mention=replace(date, first=last, edtf=last))
    return None


def _closed(context: Context, cluster: Cluster, date: DateMention, other: DateMention) -> DateMention | None:
    """A beginning and an end told apart: "откроется 10 мая … продлится до 30 июня"."""
    lasting = cluster.head.trigger.type in context.language.table("roles")["duration"]["types"]
    if not lasting or other.first is not None or other.last is None or date.first is None:
        return None
    if date.first != date.last or date.first.startswith("XXXX") != other.last.startswith("XXXX"):
        return None
    if other.last < date.first:
        return None
    return replace(date, last=other.last, edtf=f"{date.first}/{other.last}")


def _open_end(context: Context, cluster: Cluster, date: DateMention) -> DateMention:
    """ "7 декабря стартовал конкурс": a beginning of something that goes on has an open end."""
    if date.first is None or date.first != date.last or date.precision != "day":
        return date
    if cluster.head.trigger.type not in context.language.table("roles")["duration"]["types"]:
        return date
    sentence = context.sentence_of(date)
    first, last = context.span(date)
    starts = phrases(context.language, "start", "lemmas")
    if not context.has(starts, max(sentence.first, first - 6), min(sentence.last, last + 4)):
        return date
    if any(t.text.count(":") == 1 and t.text[0].isdigit() for t in context.tokens[sentence.first : sentence.last]):
        return date  # an hour says that it is over the same day
    return replace(date, last=None, edtf=f"{date.first}/..")


def choose_places(context: Context, arguments: Arguments) -> list[Valued]:
    """Return the places, one entry a name, in text order."""
    chosen: dict[tuple[str, str], Valued] = {}
    for link in sorted(arguments.places, key=lambda li: (-li.score * li.mention.score, li.mention.start)):
        place = link.mention
        if not _is_near_enough(context, link, arguments.places):
            continue
        key = (context.language.fold(place.name), place.kind)
        span = (place.start, place.end)
        if key in chosen:
            chosen[key] = replace(chosen[key], evidence=(*chosen[key].evidence, span))
        else:
            chosen[key] = Valued(place, (span,), round(link.score * place.score, 3))
    return sorted(chosen.values(), key=lambda v: v.mention.start)


def _is_near_enough(context: Context, link: Link[PlaceMention], links: Sequence[Link[PlaceMention]]) -> bool:
    """Whether a place is the event's and not just one more place of its sentence.

    A country or region needs to be close where a town is known ("в Кушадаси (Турция)"); of several towns the
    nearest counts, with those coordinated with it.
    """
    place = link.mention
    same = [li for li in links if li.mention.kind == place.kind]
    towns = [li for li in links if li.mention.kind in _SETTLED]
    if place.kind in _WIDE and towns:
        return any(_gap(context, place, li.mention) <= _ADJACENT for li in towns)
    if place.kind in _WIDE and link.cost > _WIDE_REACH:
        return False
    if place.kind in _SINGLE:
        best = min(same, key=lambda li: li.cost)
        beside = _gap(context, place, best.mention) <= _ADJACENT
        return (
            link.cost <= best.cost + _MARGIN
            or beside
            or context.language.fold(place.name) == context.language.fold(best.mention.name)
        )
    return True


def _gap(context: Context, a: PlaceMention, b: PlaceMention) -> int:
    (a_first, a_last), (b_first, b_last) = context.span(a), context.span(b)
    return max(0, b_first - a_last, a_first - b_last)


def choose_counts(arguments: Arguments) -> list[Valued]:
    """Return the counts, one entry a value and unit, the surest first chosen, in text order."""
    chosen: dict[tuple[int, int | None, str], Valued] = {}
    for link in sorted(arguments.counts, key=lambda li: -li.score * li.mention.score):
        count = link.mention
        key = (count.count, count.max, count.unit)
        span = (count.start, count.end)
        if key in chosen:
            chosen[key] = replace(chosen[key], evidence=(*chosen[key].evidence, span))
        elif len(chosen) < _MAX_COUNTS:
            chosen[key] = Valued(count, (span,), round(link.score * count.score, 3))
    return sorted(chosen.values(), key=lambda v: v.mention.start)


def choose_roles(
    arguments: Arguments,
    organizations: Sequence[OrganizationMention],
    places: Iterable[Valued],
    owner: OrganizationMention | None,
) -> list[RoleValue]:
    """Return one role an organization: the first of organizer, partner, funder, host, participant that is told.

    An organization whose house is the venue is its host; the owner of the page organizes what nobody else does.
    """
    best: dict[str, Link[RoleMention]] = {}
    for link in arguments.roles:
        name = link.mention.organization.name
        if name not in best or _role_rank(link) < _role_rank(best[name]):
            best[name] = link
    for place in places:
        venue = place.mention
        if not isinstance(venue, PlaceMention) or venue.kind != "venue":
            continue
        for organization in organizations:
            is_house = organization.is_venue or venue.rule == "venue.organization"
            if is_house and organization.overlaps(venue) and organization.name not in best:
                role = RoleMention(organization, "host", "role.venue", 0.8, -1)
                best[organization.name] = Link(role, place.confidence, 0)
    if owner is not None and not any(link.mention.role == "organizer" for link in best.values()):
        best[owner.name] = Link(RoleMention(owner, "organizer", "role.owner", 0.6, -1), 0.9, 0)
    values = []
    for name, link in best.items():
        first = link.mention.organization
        others = [o for o in organizations if o.name == name and o.start != first.start]
        evidence = ((first.start, first.end), *((o.start, o.end) for o in others))
        confidence = round(link.score * link.mention.score * first.score, 3)
        values.append(RoleValue(link.mention, evidence, confidence))
    return sorted(values, key=lambda v: v.role.organization.start)


def _role_rank(link: Link[RoleMention]) -> tuple[int, float]:
    return _ROLE_ORDER.index(link.mention.role), -link.score * link.mention.score
