"""Places of a document: countries, regions, districts, towns, venues, addresses, the net.

1. find: names of areas and towns, phrases around head nouns, street addresses, phrases for the net;
2. settle: of what overlaps, the longer stays, but a town inside a venue is a place of its own;
3. pass on: a place in brackets, after a comma or "and", stands where the place before it stands;
4. resolve: GeoNames ids, by all the document says.
"""

import re
from collections import defaultdict
from dataclasses import replace

from spacy.tokens import Doc

from kronika.lang import LanguageData
from kronika.mentions.addresses import OFFICE, find_addresses, find_online
from kronika.mentions.place_candidates import PlaceCandidate
from kronika.mentions.place_context import PlaceContext
from kronika.mentions.place_evidence import full_name, gather
from kronika.mentions.place_inner import find_inner_toponyms
from kronika.mentions.place_tables import place_tables
from kronika.mentions.toponyms import ADJECTIVE, GUESS, find_toponyms
from kronika.mentions.types import PlaceMention
from kronika.mentions.venues import find_venues
from kronika.normalize.gazetteer import Place, area_id
from kronika.normalize.places import resolve, resolve_districts

_NESTED = 0.7  # how much a town inside a venue's name is worth: "здание мэрии Москвы"
_PASSED_ON = 0.9
_JOINT = re.compile(r"[»”\"]?[\s,()/]*(?:\w{1,2}\s|\d{4,6}\s)?[\s(]*")  # brackets, commas, "и", "és"
_AREAS = frozenset({"country", "region", "city"})


def find_places(doc: Doc, language: LanguageData, *, described: bool = False) -> list[PlaceMention]:
    """Return the places of a document in text order, those that are no place of action too.

    ``described``: also the places that only describe something: "томские студенты", "a szegedi kikötő". They help
    to resolve the others in any case.
    """
    tables = place_tables(language)
    context = PlaceContext(doc, tables)
    candidates = [
        *find_addresses(doc, language, context),
        *find_toponyms(doc, language, tables, context),
        *find_venues(doc, language, tables, context),
        *find_online(doc, language, context),
    ]
    settled = _pass_on(context.text, _settle(candidates))
    passing = _passing(settled, find_inner_toponyms(doc, language, tables, context, described=True))
    evidence = gather(context.text, settled, passing, language)
    if described:
        settled = sorted((*settled, *passing), key=lambda c: (c.start, c.end))
    places = resolve((c.name for c in settled if c.is_named), evidence)
    names = {c.name: full_name(c.name, language) for c in settled if c.kind == "district" and not c.is_named}
    districts = resolve_districts(names.values(), evidence, places.values())
    places |= {name: districts[full] for name, full in names.items() if full in districts}
    return [_mention(context.text, candidate, places) for candidate in settled]


def _passing(settled: list[PlaceCandidate], inner: list[PlaceCandidate]) -> list[PlaceCandidate]:
    """Return the candidates that share no token with a settled place: towns named in passing."""
    taken = {i for c in settled if c.kind in _AREAS | {"district"} for i in range(c.first, c.last)}
    return [c for c in inner if taken.isdisjoint(range(c.first, c.last))]


def _settle(candidates: list[PlaceCandidate]) -> list[PlaceCandidate]:
    """Of overlapping candidates keep the longer; towns and areas at an end of a venue stay, worth less."""
    kept: list[PlaceCandidate] = []
    covered: defaultdict[int, list[PlaceCandidate]] = defaultdict(list)  # by token
    for candidate in sorted(candidates, key=lambda c: (c.start - c.end, c.start, c.rule == GUESS)):
        tokens = range(candidate.first, candidate.last)
        around = [k for i in tokens for k in covered[i] if candidate.start < k.end and k.start < candidate.end]
        current = candidate
        if around:
            if not all(_may_nest(candidate, outer) for outer in around):
                continue
            locative = max(candidate.locative, around[0].locative)
            current = replace(candidate, score=candidate.score * _NESTED, locative=locative)
        kept.append(current)
        for i in tokens:
            covered[i].append(current)
    return sorted(kept, key=lambda c: (c.start, c.end))


def _may_nest(inner: PlaceCandidate, outer: PlaceCandidate) -> bool:
    if outer.kind not in {"venue", "district"} or inner.kind not in _AREAS | {"district"} or inner.rule == GUESS:
        return False
    return (
        outer.start <= inner.start
        and inner.end <= outer.end
        and (inner.last == outer.last or inner.first == outer.first)
    )


def _pass_on(text: str, candidates: list[PlaceCandidate]) -> list[PlaceCandidate]:
    """Let "(Швейцария)" and ", Brazília" stand where the place before them does; a town before an address too."""
    passed: list[PlaceCandidate] = []
    for candidate in candidates:
        before = passed[-1] if passed else None
        current = candidate
        if candidate.rule == OFFICE and before is not None and before.kind in _AREAS:
            if text[before.end : candidate.start].strip() == ",":
                passed[-1] = replace(before, locative=0.0)
        elif not candidate.locative and before is not None and before.locative:
            between = text[before.end : candidate.start]
            joins = _JOINT.fullmatch(between) and len(between) > 1 and candidate.rule != ADJECTIVE
            if joins and candidate.kind in _AREAS:
                current = replace(candidate, locative=before.locative * _PASSED_ON)
        elif candidate.locative and before is not None and not before.locative and _may_locate(candidate, before):
            between = text[before.end : candidate.start].strip()
            if (between == "," or (not between and before.rule == ADJECTIVE)) and before.kind in _AREAS:
                passed[-1] = replace(before, locative=candidate.locative * _PASSED_ON)
        passed.append(current)
    return [candidate for candidate in passed if candidate.locative or candidate.rule != ADJECTIVE]


def _may_locate(candidate: PlaceCandidate, before: PlaceCandidate) -> bool:
    """Whether a place says where the one before it is: "Szabadka, Zsinagóga tér 3.", "moszkvai Bolsoj Színház"."""
    return candidate.kind in {"address", "venue"} or before.rule == ADJECTIVE


def _mention(text: str, candidate: PlaceCandidate, places: dict[str, Place]) -> PlaceMention:
    place = places.get(candidate.name) if candidate.is_named or candidate.kind == "district" else None
    code = candidate.code
    score = candidate.score * (candidate.locative if candidate.locative else 1.0)
    return PlaceMention(
        start=candidate.start,
        end=candidate.end,
        text=text[candidate.start : candidate.end],
        rule=candidate.rule,
        score=round(min(score**0.5 if candidate.locative else score, 0.99), 3),
        name=candidate.name,
        kind=candidate.kind,
        geonames_id=place.geonames_id if place else area_id(code) if code else None,
        country=place.country if place else code[:2] if code else None,
        admin1=place.admin1 if place else code if code and "-" in code else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        is_locative=candidate.locative > 0,
    )
