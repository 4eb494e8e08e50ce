"""Events -> records: evidence cut from the text, stable ids, and the decisions that ``--explain`` prints."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from kronika.events.assemble import Event
from kronika.events.calibration import calibrated
from kronika.events.values import RoleValue, Valued
from kronika.mentions.types import CountMention, DateMention, PlaceMention
from kronika.records import (
    DocumentRef,
    EventRecord,
    Evidence,
    ExtractorInfo,
    Organization,
    Participants,
    Place,
    Time,
    Trigger,
)


@dataclass(frozen=True)
class Decision:
    """Which rule or model made a value; ``start`` and ``end`` are its first evidence."""

    event_id: str
    slot: str
    value: str
    rule: str
    start: int
    end: int


def write_record(
    event: Event, text: str, document: DocumentRef, extractor: ExtractorInfo
) -> tuple[EventRecord, list[Decision]]:
    """Return the record of an event, and one decision a value."""
    trigger = event.trigger
    time = _time(event.time, text)
    record_id = _stable_id(document.sha256, event, time)
    record = EventRecord(
        id=record_id,
        document=document,
        type=trigger.type,
        name=event.name.value if event.name else None,
        trigger=Trigger(lemma=trigger.lemma, text=trigger.text, start=trigger.start, end=trigger.end),
        status=event.status,
        time=time,
        organizations=[_organization(r, text) for r in event.roles],
        places=[_place(p, text) for p in event.places],
        participants=[_participants(c, text) for c in event.counts],
        confidence=calibrated("event", event.confidence),
        extractor=extractor,
    )
    return record, list(_decisions(event, record))


def _stable_id(sha256: str, event: Event, time: Time | None) -> str:
    """Same text, same event: same id; two dated events on one plural trigger differ by their time and places."""
    places = ",".join(p.mention.name for p in event.places if isinstance(p.mention, PlaceMention))
    key = f"{sha256}|{event.trigger.start}|{event.trigger.end}|{time.edtf if time else ''}|{places}"
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _evidence(spans: Iterable[tuple[int, int]], text: str) -> list[Evidence]:
    return [Evidence(start=start, end=end, text=text[start:end]) for start, end in dict.fromkeys(spans)]


def _time(value: Valued | None, text: str) -> Time | None:
    if value is None or not isinstance(value.mention, DateMention):
        return None
    date = value.mention
    return Time(
        edtf=date.edtf,
        start=date.first,
        end=date.last,
        precision=date.precision,
        basis=date.basis,
        evidence=_evidence(value.evidence, text),
        confidence=calibrated("time", value.confidence),
    )


def _organization(value: RoleValue, text: str) -> Organization:
    organization = value.role.organization
    return Organization(
        name=organization.name,
        surface=organization.text,
        aliases=list(organization.aliases),
        role=value.role.role,
        evidence=_evidence(value.evidence, text),
        confidence=calibrated("organization", value.confidence),
    )


def _place(value: Valued, text: str) -> Place:
    place = value.mention
    assert isinstance(place, PlaceMention)
    return Place(
        name=place.name,
        surface=place.text,
        kind=place.kind,
        geonames_id=place.geonames_id,
        country=place.country,
        admin1=place.admin1,
        latitude=place.latitude,
        longitude=place.longitude,
        evidence=_evidence(value.evidence, text),
        confidence=calibrated("place", value.confidence),
    )


def _participants(value: Valued, text: str) -> Participants:
    count = value.mention
    assert isinstance(count, CountMention)
    return Participants(
        count=count.count,
        max=count.max,
        qualifier=count.qualifier,
        unit=count.unit,
        text=count.text,
        evidence=_evidence(value.evidence, text),
        confidence=calibrated("participants", value.confidence),
    )


def _decisions(event: Event, record: EventRecord) -> Iterable[Decision]:
    def decide(slot: str, value: str, rule: str, start: int, end: int) -> Decision:
        return Decision(record.id, slot, value, rule, start, end)

    trigger = event.trigger
    yield decide("trigger", trigger.lemma, trigger.rule, trigger.start, trigger.end)
    yield decide("type", trigger.type, trigger.rule, trigger.start, trigger.end)
    yield decide("status", event.status, event.status_rule, trigger.start, trigger.end)
    if event.name:
        yield decide("name", event.name.value, event.name.rule, event.name.start, event.name.end)
    if event.time:
        date = event.time.mention
        yield decide("time", record.time.edtf if record.time else "", date.rule, date.start, date.end)
    for place in event.places:
        mention = place.mention
        assert isinstance(mention, PlaceMention)
        yield decide("place", mention.name, mention.rule, mention.start, mention.end)
    for count in event.counts:
        mention_ = count.mention
        yield decide("participants", mention_.text, mention_.rule, mention_.start, mention_.end)
    for value in event.roles:
        organization = value.role.organization
        yield decide("organization", organization.name, organization.rule, organization.start, organization.end)
        yield decide("role", value.role.role, value.role.rule, organization.start, organization.end)
