"""The JSON Schema of what comes out, generated from :mod:`kronika.records`."""

import json

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from kronika.records import DocumentReport, EventRecord

SCHEMAS: dict[str, type[BaseModel]] = {"event-record": EventRecord, "document-report": DocumentReport}
"""The contracts by the name of their file in ``output/schema``."""


class _Written(GenerateJsonSchema):
    """The schema of what is written: every field is there, null or empty where there is no value."""

    def field_is_required(self, *_: object, **__: object) -> bool:
        return True

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave out defaults: a field that is always there has none."""
        return self.generate_inner(schema["schema"])


def json_schema(name: str) -> str:
    """Return the JSON Schema (draft 2020-12) of a contract, indented, with a final line break."""
    schema = SCHEMAS[name].model_json_schema(mode="serialization", schema_generator=_Written)
    return json.dumps({"$schema": _Written.schema_dialect, **schema}, ensure_ascii=False, indent=2) + "\n"
