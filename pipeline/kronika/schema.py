"""The JSON Schema of what comes out, generated from :mod:`kronika.records`."""

import json

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from kronika.records import DocumentReport, EventRecord

SCHEMAS: dict[str, type[BaseModel]] = {"event-record": EventRecord, "document-report": DocumentReport}
"""The contracts by the name of their file in ``output/schema``."""


def json_schema(name: str) -> str:
    """Return the JSON Schema (draft 2020-12) of a contract, indented, with a final line break.

    It describes what Kronika writes: every field is there, null where there is no value.
    """
    schema = SCHEMAS[name].model_json_schema(mode="serialization")
    return (
        json.dumps({"$schema": GenerateJsonSchema.schema_dialect, **schema}, ensure_ascii=False, indent=2) + "\n"
    )
