"""Agreement directories: YAML and GeoJSON in, an agreement or every fault out; and their JSON Schema."""

from truceline.formats.agreement.reading import (
    Read,
    default_variant,
    read_agreement,
    read_inline,
    variants_of,
)
from truceline.formats.agreement.schema import json_schema

__all__ = ["Read", "default_variant", "json_schema", "read_agreement", "read_inline", "variants_of"]
