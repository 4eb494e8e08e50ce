"""output/schema/ is what records.py says today."""

import json
from pathlib import Path

import pytest

from kronika.schema import SCHEMAS, json_schema

FOLDER = Path(__file__).parents[1] / "output" / "schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_written_schema_is_fresh(name: str) -> None:
    written = (FOLDER / f"{name}.schema.json").read_text("utf-8")
    assert written == json_schema(name), "run: make schema"


def test_nothing_else_is_in_the_folder() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.schema.json" for name in SCHEMAS}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_required_and_no_other_allowed(name: str) -> None:
    schema = json.loads(json_schema(name))
    parts = [schema, *schema.get("$defs", {}).values()]
    for part in parts:
        assert part["additionalProperties"] is False
        assert set(part["required"]) == set(part["properties"])


def test_the_contract_names_every_field_of_a_record() -> None:
    properties = json.loads(json_schema("event-record"))["properties"]
    assert list(properties) == [
        "id", "document", "type", "name", "trigger", "status", "time", "organizations", "places", "participants",
        "confidence", "extractor",
    ]  # fmt: skip
