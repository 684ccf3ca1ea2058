"""One zone, or one area, of a GeoJSON file (RFC 7946).

A zone that is declared while a truce runs comes as a feature: `geometry` is a Polygon or MultiPolygon, and
`properties` are those of a zone in an agreement directory (id, names, groups, periods, altitude, schedule), all but
the id and one name left out where there is nothing to say. Coordinates are read digit by digit.

What it does not do: read the airspace formats ED-269 and ED-318, or draw anything from positions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import ValidationError

from truceline.errors import DataError, Fault, UnknownName, shortened
from truceline.formats.agreement.building import Builder
from truceline.formats.agreement.schema import ZoneModel
from truceline.formats.agreement.where import Where
from truceline.formats.checked import faults_of
from truceline.formats.yaml_text import Tree
from truceline.place import Area
from truceline.zones import Zone

DECLARED = "declared"  # the source of a zone that no instrument holds: its own declaration
SHAPE = "geometry"
ONE = "one"  # what the feature that was chosen is called from then on
OURS = frozenset(ZoneModel.model_fields) - {SHAPE, "source"}


def read_zone(data: bytes, file: str, name: str = "") -> Zone:
    """The zone of that id in a GeoJSON file; of its only feature where no id is given.

    Raises DataError with every fault, UnknownName where no feature bears the id.
    """
    feature = _chosen(_features(data, file), file, name)
    stated = _stated(feature, file)
    where = Where(places={(): (file, 0)})
    zone = _built(where, stated, feature, file)
    if zone is None or where.faults:
        raise DataError(f"{file} holds no zone that can be declared", tuple(sorted(set(where.faults))))
    return zone


def read_area(data: bytes, file: str, name: str = "") -> Area:
    """The area of the feature of that id, whatever it is called; raises as `read_zone` does."""
    feature = _chosen(_features(data, file), file, name)
    where = Where(places={(): (file, 0)})
    area = _builder(where, feature, file).area(f"{file}#{ONE}", (SHAPE,))
    if area is None:
        raise DataError(f"{file} holds no area", tuple(sorted(set(where.faults))))
    return area


def _features(data: bytes, file: str) -> list[dict[str, Tree]]:
    """The features of a file, be it a collection or a single one; raises DataError."""
    try:
        tree = json.loads(data, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise _unreadable(file, "GeoJSON", str(error), "Export the zone as GeoJSON, RFC 7946.") from None
    if isinstance(tree, dict) and tree.get("type") == "Feature":
        return [tree]
    held = tree.get("features") if isinstance(tree, dict) else None
    features = [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []
    if not features:
        raise _unreadable(file, "a Feature or FeatureCollection", "none", "Export the zone as a GeoJSON feature.")
    return features


def _chosen(features: list[dict[str, Tree]], file: str, name: str) -> dict[str, Tree]:
    """The one feature meant; raises UnknownName or DataError."""
    bearing = [one for one in features if not name or _id(one) == name]
    if len(bearing) == 1:
        return bearing[0]
    known = tuple(str(_id(one)) for one in features if _id(one))
    if not bearing:
        raise UnknownName(f"feature of {file}", name, known)
    cure = f"Write {file}#ID with one of: {shortened(', '.join(known) or 'ids to be given first')}."
    raise _unreadable(file, "one feature of that id", str(len(bearing)), cure)


def _id(feature: Mapping[str, Tree]) -> Tree:
    properties = feature.get("properties")
    return feature.get("id") or (properties.get("id") if isinstance(properties, dict) else None)


def _stated(feature: Mapping[str, Tree], file: str) -> dict[str, Tree]:
    """What a feature says of its zone, in the words of an agreement directory; other properties are not ours."""
    held = feature.get("properties")
    properties = held if isinstance(held, dict) else {}
    stated: dict[str, Tree] = {key: value for key, value in properties.items() if key in OURS}
    called = properties.get("name")
    if "names" not in stated and isinstance(called, str):
        stated["names"] = {"en": called}
    return {**stated, "id": _id(feature), "source": DECLARED, SHAPE: f"{file}#{ONE}"}


def _built(where: Where, stated: dict[str, Tree], feature: dict[str, Tree], file: str) -> Zone | None:
    """The zone, its faults noted in `where`; None where its properties do not hold."""
    try:
        model = ZoneModel.model_validate(stated)
    except ValidationError as error:
        where.faults += faults_of(error, ZoneModel, stated, lambda _: (file, 0))
        return None
    return _builder(where, feature, file).zone(model, ())


def _builder(where: Where, feature: dict[str, Tree], file: str) -> Builder:
    """What draws the one feature that was chosen."""
    return Builder(where, {file: json.dumps({"features": [{**feature, "id": ONE}]}).encode()})


def _unreadable(file: str, expected: str, got: str, cure: str) -> DataError:
    return DataError(f"{file} holds no zone", (Fault(file, 0, "", expected, got, cure),))
