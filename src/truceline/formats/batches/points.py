"""Points in a geometry column as longitude and latitude: GeoParquet 1.1, ISO WKB or native points.

Read from the bytes, all rows at once. A geometry that is no point is no position and is said so; a
height in it is left where it stands. A column in any other reference system than longitude and
latitude in WGS 84 is refused: nothing is converted here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from truceline.errors import DataError, Fault, shortened

Mask = npt.NDArray[np.bool_]
NAMED = "geometry"  # the column, where the file does not say which
EXPECTED, CURE = "a point in WKB", "Write its middle as a point, or lon, lat and radius_m."
_LON_LAT = {("OGC", "CRS84"), ("OGC", "CRS84h"), ("EPSG", "4326"), ("EPSG", "4979")}
_POINT, _POINT_Z = 1, 1001
_SHORTEST_B = 21  # byte order, kind, two doubles


@dataclass(frozen=True, slots=True)
class Points:
    """Positions as they stand in a file."""

    lon: pa.Array  # doubles; null where the row has none
    lat: pa.Array
    wrong: Mask  # rows whose geometry is no point


def column_of(schema: pa.Schema, file: str) -> str | None:
    """The column that holds the points, None where there is none; raises DataError for another reference system."""
    told = _told(schema)
    primary = told.get("primary_column")
    name = primary if isinstance(primary, str) else NAMED
    if name not in schema.names or not _may_hold(schema.field(name).type):
        return None
    columns = told.get("columns")
    about = columns.get(name) if isinstance(columns, dict) else None
    if isinstance(about, dict) and "crs" in about and not _is_lon_lat(about["crs"]):
        got = shortened(json.dumps(about["crs"])) if about["crs"] else "none stated"
        fault = Fault(file, 0, name, "longitude and latitude (OGC:CRS84)", got, "Convert the geometry to OGC:CRS84.")
        raise DataError("coordinates in another reference system", (fault,))
    return name


def _told(schema: pa.Schema) -> dict[str, object]:
    try:
        told = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _is_lon_lat(crs: object) -> bool:
    named = crs.get("id") if isinstance(crs, dict) else None
    return isinstance(named, dict) and (str(named.get("authority")), str(named.get("code"))) in _LON_LAT


def _may_hold(kind: pa.DataType) -> bool:
    if pa.types.is_struct(kind):
        names = {kind.field(i).name: kind.field(i).type for i in range(kind.num_fields)}
        return all(names.get(axis) == pa.float64() for axis in ("x", "y"))
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def read(column: pa.Array) -> Points:
    """The points of a column that may hold them."""
    if pa.types.is_struct(column.type):
        given = column.is_valid().to_numpy(zero_copy_only=False)
        x, y = (_doubles(column.field(axis)) for axis in ("x", "y"))
        return _points(x, y, given, np.zeros(len(column), np.bool_))
    return _from_wkb(column.cast(pa.large_binary()))


def _from_wkb(column: pa.LargeBinaryArray) -> Points:
    _, offsets, data = column.buffers()
    bounds = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    signs = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)
    given = column.is_valid().to_numpy(zero_copy_only=False)
    begins = bounds[:-1]
    whole = given & (bounds[1:] - begins >= _SHORTEST_B)
    at = np.where(whole, begins, 0)
    little = signs[at] == 1
    kind = np.where(little, _field(signs, at + 1, "<u4"), _field(signs, at + 1, ">u4"))
    x, y = (np.where(little, _field(signs, at + k, "<f8"), _field(signs, at + k, ">f8")) for k in (5, 13))
    point = whole & (signs[at] <= 1) & ((kind == _POINT) | (kind == _POINT_Z))
    return _points(x, y, point, given & ~point)


def _field(signs: npt.NDArray[np.uint8], at: npt.NDArray[np.int64], kind: str) -> npt.NDArray[np.float64]:
    """The number of that kind that begins at each position."""
    width = np.dtype(kind).itemsize
    places = np.minimum(at[:, None] + np.arange(width), len(signs) - 1)
    found: npt.NDArray[np.float64] = signs[places].view(kind)[:, 0]
    return found


def _doubles(column: pa.Array) -> npt.NDArray[np.float64]:
    found: npt.NDArray[np.float64] = column.fill_null(float("nan")).to_numpy(zero_copy_only=False)
    return found


def _points(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], given: Mask, wrong: Mask) -> Points:
    """An empty point has no numbers for coordinates: nothing is said."""
    unsaid = ~given | (np.isnan(x) & np.isnan(y))
    return Points(pa.array(x, mask=unsaid), pa.array(y, mask=unsaid), wrong)
