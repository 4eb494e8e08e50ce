"""Events -> records: evidence cut from the text, stable ids, and the decisions that ``--explain`` prints."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from kronika.events.assemble import Event
from kronika.events.calibration import calibrated
from kronika.events.values import Found
from kronika.mentions.types import CountMention, DateMention, Mention, OrganizationMention, PlaceMention
from kronika.records import (
    DocumentRef,
    EventRecord,
    Evidence,
    ExtractorInfo,
    Organization,
    Participants,
    Place,
    Role,
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
    trigger, values = event.head, event.values
    time = _time(values.time, text)
    record_id = _stable_id(document.sha256, event, time)
    record = EventRecord(
        id=record_id,
        document=document,
        type=event.type.value,
        name=values.name.mention.value if values.name else None,
        trigger=Trigger(lemma=trigger.lemma, text=trigger.text, start=trigger.start, end=trigger.end),
        status=event.status.value,
        time=time,
        organizations=[_organization(found, role, text) for found, role in values.organizations],
        places=[_place(found, text) for found in values.places],
        participants=[_participants(found, text) for found in values.counts],
        confidence=calibrated("event", event.chance),
        extractor=extractor,
    )
    return record, list(_decisions(event, record))


def _stable_id(sha256: str, event: Event, time: Time | None) -> str:
    """Same text, same event: same id; two dated events on one plural trigger differ by their time and places."""
    places = ",".join(place.mention.name for place in event.values.places)
    key = f"{sha256}|{event.head.start}|{event.head.end}|{time.edtf if time else ''}|{places}"
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _evidence(spans: Iterable[tuple[int, int]], text: str) -> list[Evidence]:
    return [Evidence(start=start, end=end, text=text[start:end]) for start, end in dict.fromkeys(spans)]


def _time(found: Found[DateMention] | None, text: str) -> Time | None:
    if found is None:
        return None
    date = found.mention
    return Time(
        edtf=date.edtf,
        start=date.first,
        end=date.last,
        precision=date.precision,
        basis=date.basis,
        evidence=_evidence(found.evidence, text),
        confidence=calibrated("time", found.chance),
    )


def _organization(found: Found[OrganizationMention], role: Role, text: str) -> Organization:
    organization = found.mention
    return Organization(
        name=organization.name,
        surface=organization.text,
        aliases=list(organization.aliases),
        role=role,
        evidence=_evidence(found.evidence, text),
        confidence=calibrated("organization", found.chance),
    )


def _place(found: Found[PlaceMention], text: str) -> Place:
    place = found.mention
    return Place(
        name=place.name,
        surface=place.text,
        kind=place.kind,
        geonames_id=place.geonames_id,
        country=place.country,
        admin1=place.admin1,
        latitude=place.latitude,
        longitude=place.longitude,
        evidence=_evidence(found.evidence, text),
        confidence=calibrated("place", found.chance),
    )


def _participants(found: Found[CountMention], text: str) -> Participants:
    count = found.mention
    return Participants(
        count=count.count,
        max=count.max,
        qualifier=count.qualifier,
        unit=count.unit,
        text=count.text,
        evidence=_evidence(found.evidence, text),
        confidence=calibrated("participants", found.chance),
    )


def _decisions(event: Event, record: EventRecord) -> Iterable[Decision]:
    def decide(slot: str, value: str, rule: str, mention: Mention) -> Decision:
        return Decision(record.id, slot, value, rule, mention.start, mention.end)

    head, values = event.head, event.values
    yield decide("trigger", head.lemma, head.rule, head)
    yield decide("type", event.type.value, event.type.rule, head)
    yield decide("status", event.status.value, event.status.rule, head)
    if values.name:
        yield decide("name", values.name.mention.value, values.name.mention.rule, values.name.mention)
    if values.time:
        yield decide("time", values.time.mention.edtf, values.time.mention.rule, values.time.mention)
    for place in values.places:
        yield decide("place", place.mention.name, place.mention.rule, place.mention)
    for count in values.counts:
        yield decide("participants", count.mention.text, count.mention.rule, count.mention)
    for organization, role in values.organizations:
        mention = organization.mention
        yield decide("organization", mention.name, mention.rule, mention)
        yield decide("role", role, f"linker {organization.chance:.2f}", mention)
