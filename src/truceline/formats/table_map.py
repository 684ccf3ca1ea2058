"""MAP.yaml: which column of a table says what, written by whoever knows the table.

Strict, as agreements are: an unknown key is an error with its line. A value either stands in a column or is
the same for all rows (`constant`). Codes are turned into our words by `values`; a code that is not there
makes a bad row, unless `"*"` says what all others mean; `null` means that nothing is said. The JSON Schema
is generated from these models.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, create_model, model_validator

from truceline.agreement import LANGUAGES
from truceline.formats.agreement.values import Id, Strict, TimeZone
from truceline.formats.conduct import UmbrellaSide
from truceline.terms import Direction
from truceline.terms import vocabulary as v

OTHERS = "*"  # in `values`: every code that is not named
_DIRECTIVES = re.compile(r"%[YmdHMSzjBbIpf%]")


def _format(pattern: str) -> str:
    """A strptime pattern with a four-digit year and nothing that depends on the machine."""
    if "%Y" not in pattern or "%" in _DIRECTIVES.sub("", pattern):
        msg = "a pattern like %d/%m/%Y or %d.%m.%Y %H:%M, with %Y for the year"
        raise ValueError(msg)
    sample = dt.datetime(2016, 2, 27, 18, 30, tzinfo=dt.UTC)
    dt.datetime.strptime(sample.strftime(pattern), pattern)  # noqa: DTZ007 - raises ValueError where it cannot be
    return pattern


Format = Annotated[str, AfterValidator(_format)]
Name = Annotated[str, Field(min_length=1)]


class ColumnModel(Strict):
    """A column, as it stands."""

    column: Name


class DatedModel(Strict):
    """A column of dates or times; ISO 8601 is read whatever the pattern."""

    column: Name
    format: Format = ""


class EitherModel(Strict):
    """A column's value, or one value for all rows."""

    column: Name | None = None
    constant: object = None

    @model_validator(mode="after")
    def _one(self) -> EitherModel:
        if (self.column is None) == (self.constant is None):
            msg = "either `column` or `constant`"
            raise ValueError(msg)
        return self


class TextModel(EitherModel):
    """A column's text, or one text for all rows."""

    constant: Name | None = None


Who = UmbrellaSide | tuple[Id, ...] | Name  # a name as written, `unknown` or `nobody` among them


class SideModel(EitherModel):
    """Who: names as written; or by code a name, `unknown`, `nobody`, a list of actor ids, an umbrella."""

    constant: Who | None = None
    values: dict[str, Who | None] | None = None


def _coded(name: str, words: tuple[str, ...]) -> Any:  # noqa: ANN401 - a model made from a list of words
    word = Literal[words]  # type: ignore[valid-type]
    return create_model(
        f"{name}Model",
        __base__=EitherModel,
        __doc__=f"The {name.lower()}: in a column, by code where `values` says so, or the same for all rows.",
        constant=(word | None, None),
        values=(dict[str, word | None] | None, None),
    )


DirectionModel = _coded("Direction", tuple(Direction))
KindModel = _coded("Kind", tuple(v.KINDS))
WeaponModel = _coded("Weapon", tuple(v.WEAPONS))
PlatformModel = _coded("Platform", tuple(v.PLATFORMS))
SiteModel = _coded("Site", tuple(v.SITES))


class HarmedModel(EitherModel):
    """Who was harmed: one class or, with a separator, several in one cell."""

    constant: Literal[v.HARMED] | None = None  # type: ignore[valid-type]
    values: dict[str, Literal[v.HARMED] | None] | None = None  # type: ignore[valid-type]
    separator: Name | None = None


LARGEST_RADIUS_M = 1_000_000
Metres = Annotated[int, Field(ge=0, le=LARGEST_RADIUS_M)]


class RadiusModel(EitherModel):
    """How far from its coordinates the place may reach, in metres; 0: the point itself; null: not drawn."""

    constant: Metres | None = None
    values: dict[str, Metres | None] | None = None


class BoundsModel(Strict):
    """Where the table's places lie, in whole degrees; one that lies outside is asked back."""

    west: Annotated[int, Field(ge=-180, le=180)]
    south: Annotated[int, Field(ge=-90, le=90)]
    east: Annotated[int, Field(ge=-180, le=180)]
    north: Annotated[int, Field(ge=-90, le=90)]


class PrecisionModel(EitherModel):
    """How precise, in words."""

    constant: Name | None = None
    values: dict[str, str | None] | None = None


class TimeModel(Strict):
    """Whole local days (`date`, `date_to`), or times of day (`from`, `to`)."""

    date: DatedModel | None = None
    date_to: DatedModel | None = None
    start: DatedModel | None = Field(None, alias="from")
    end: DatedModel | None = Field(None, alias="to")
    mode: Literal["within", "throughout"] = "within"
    precision: PrecisionModel | None = None

    @model_validator(mode="after")
    def _one(self) -> TimeModel:
        days, times = (self.date, self.date_to), (self.start, self.end)
        if (self.date is None) == (self.start is None) or (any(days) and any(times)):
            msg = "either `date` (and `date_to`) or `from` (and `to`)"
            raise ValueError(msg)
        return self


class PlaceModel(Strict):
    """Where: coordinates with the radius within which the place lies, and what it is called."""

    lat: ColumnModel | None = None
    lon: ColumnModel | None = None
    radius_m: RadiusModel | None = None
    bounds: BoundsModel | None = None
    name: TextModel | None = None
    district: tuple[ColumnModel, ...] = ()
    precision: PrecisionModel | None = None

    @model_validator(mode="after")
    def _together(self) -> PlaceModel:
        if len({one is None for one in (self.lat, self.lon, self.radius_m)}) > 1:
            msg = "`lat`, `lon` and `radius_m` together"
            raise ValueError(msg)
        return self


class SidesModel(Strict):
    """The two sides; which of them began is `direction`'s to say."""

    a: SideModel | None = None
    b: SideModel | None = None


class DeathsModel(Strict):
    """Columns of counts; an empty cell is silence."""

    low: ColumnModel | None = None
    best: ColumnModel | None = None
    high: ColumnModel | None = None
    side_a: ColumnModel | None = None
    side_b: ColumnModel | None = None
    civilians: ColumnModel | None = None
    unknown: ColumnModel | None = None


class ReportsModel(Strict):
    """The reports a row rests on: one, or, with a separator, several in the same order in each cell."""

    office: TextModel
    dated: DatedModel | None = None
    headline: ColumnModel | None = None
    original: ColumnModel | None = None
    separator: Name | None = None


class FileModel(Strict):
    """How the file is written, where it does not show."""

    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    sheet: Name | None = None


class DatasetModel(Strict):
    """Whose table it is, and how to cite it."""

    name: Name
    licence: str = ""
    citation: str = ""
    simulated: bool = False


class MapModel(Strict):
    """A map of a table's columns."""

    dataset: DatasetModel
    time_zone: TimeZone | None = None
    file: FileModel = FileModel()
    id: ColumnModel | None = None
    titles: Annotated[dict[Literal[LANGUAGES], ColumnModel], Field(default_factory=dict)]  # type: ignore[valid-type]
    time: TimeModel
    place: PlaceModel = PlaceModel()
    sides: SidesModel = SidesModel()
    direction: DirectionModel | None = None  # type: ignore[valid-type]
    kind: KindModel | None = None  # type: ignore[valid-type]
    weapon: WeaponModel | None = None  # type: ignore[valid-type]
    platform: PlatformModel | None = None  # type: ignore[valid-type]
    site: SiteModel | None = None  # type: ignore[valid-type]
    harmed: HarmedModel | None = None
    deaths: DeathsModel = DeathsModel()
    reports: ReportsModel | None = None
    notes: tuple[ColumnModel, ...] = ()


def map_schema() -> dict[str, Any]:
    """The schema of a map as JSON Schema 2020-12."""
    schema = MapModel.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Truceline map of a table", **schema}


def columns_of(part: object) -> list[str]:
    """Every column that a part of a map names, in its order."""
    if isinstance(part, dict):
        return [name for one in part.values() for name in columns_of(one)]
    if isinstance(part, tuple):
        return [name for one in part for name in columns_of(one)]
    if not isinstance(part, Strict):
        return []
    own = getattr(part, "column", None)
    inner = [name for field in type(part).model_fields for name in columns_of(getattr(part, field))]
    return [*([own] if isinstance(own, str) else []), *inner]
