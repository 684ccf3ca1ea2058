"""Monitors' lines: read in three languages, asked back where not clear, and the same observation when written."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.formats.monitors import Context, Post, Unclear, coarse, line_of, read_line
from truceline.formats.monitors.places import place_of, seen_from
from truceline.formats.monitors.rose import POINTS, SPELLINGS, bearing_of, point_of, written
from truceline.formats.monitors.words import ASSESSED, TONGUES
from truceline.kinds import Means, ObservationMade, Sense, Unit
from truceline.kinds.telling import UNDETERMINED
from truceline.period import Instant, Period
from truceline.place import Position, middle

AT = Position(885_000_000, -292_500_000)
POST = Post("Mevrano", AT, 1_000)
BESIDE = Context(dt.date(2031, 5, 3), "Etc/GMT-6", lambda name: Post(name, AT, 1_000))
ALONE = Context()
LINES = (
    "positioned at Mevrano between 09:10 and 09:40 heard 4 undetermined explosions, 3-5 km, WNW",
    "Patrol at Mevrano between 0910 and 0940 hrs heard four undetermined explosions 3 to 5 km west-north-west.",
    "On 3 May 2031, 09:10 to 09:40 +06:00, heard 4 explosions undetermined, WNW, 3000-5000 m, positioned at Mevrano",
    "متمركز في Mevrano بين ٠٩:١٠ و٠٩:٤٠ سمع ٤ انفجارات غير محددة، ٣-٥ كم، غرب شمال غرب",
    "находясь в Mevrano с 09:10 до 09:40 слышали 4 неопределённых взрыва, 3–5 км, ЗСЗ",  # noqa: RUF001 - the Russian letters are meant
)


def observed(line: str, context: Context = BESIDE) -> ObservationMade:
    found = read_line(line, context)
    assert isinstance(found, ObservationMade), found
    return found


def asked(line: str, context: Context = BESIDE) -> dict[str, Unclear]:
    found = read_line(line, context)
    assert not isinstance(found, ObservationMade)
    return {one.part: one for one in found}


@pytest.mark.parametrize("line", LINES)
def test_one_line_says_it_all(line: str) -> None:
    """In any order of its parts, in any of the three languages, with figures of any script."""
    found = observed(line)
    assert found.window == Period(Instant.parse("2031-05-03T09:10+06:00"), Instant.parse("2031-05-03T09:40+06:00"))
    assert (found.means, found.sense, found.unit) == (Means.PATROL, Sense.HEARD, Unit.EXPLOSION)
    assert (found.count, found.distance_m, found.bearing_deg) == ((4, 4), (3_000, 5_000), (281, 304))
    assert (found.kind, found.ordnance, found.undetermined) == ("", "", ("kind", "ordnance"))
    assert found.place_name == "Mevrano"
    assert found == observed(LINES[0])


def test_what_cannot_be_told_is_said_to_be_undetermined() -> None:
    """A number, a distance, a direction that nobody could tell are asked for, and may be undetermined."""
    found = observed(
        "camera at Mevrano between 09:10 and 09:40 saw an undetermined number of flights, distance undetermined, "
        "direction undetermined; undetermined: actor"
    )
    assert (found.means, found.sense, found.unit) == (Means.CAMERA, Sense.SEEN, Unit.FLIGHT)
    assert found.undetermined == ("actor", "bearing", "count", "distance")
    assert (found.place, found.count, found.distance_m, found.bearing_deg) == (None, None, None, None)


def test_what_it_was_assessed_as_is_kept() -> None:
    """As kind, as ordnance, or both."""
    line = "positioned at Mevrano between 09:10 and 09:40 heard 2-5 explosions assessed as {}, 3 km, N"
    assert observed(line.format("mortar")).ordnance == "mortar"
    both = observed(line.format("shelling + mortar"))
    assert (both.kind, both.ordnance, both.count, both.undetermined) == ("shelling", "mortar", (2, 5), ())


# ── asked back ────────────────────────────────────────────────────────────────────────────────


def test_what_is_missing_is_asked_back() -> None:
    """Every missing part at once, each with its question."""
    found = asked("positioned at Mevrano heard explosions", ALONE)
    assert set(found) == {"window", "distance", "bearing", "count", "assessed"}
    assert found["bearing"].question == "In which direction, as in WNW? Or is it undetermined?"
    assert set(asked("heard 4 undetermined explosions, 3-5 km, N, from 09:10 to 09:40", ALONE)) == {"day", "positioned"}
    assert set(asked("on 2031-05-03 " + LINES[0], ALONE)) == {"zone"}


@pytest.mark.parametrize(
    ("old", "new", "part", "got"),
    [
        ("4 undetermined", "at least 4 undetermined", "count", "at least 4 undetermined explosions"),
        ("4 undetermined", "5-3 undetermined", "count", "5-3"),
        ("4 undetermined", "4", "assessed", "4 explosions"),
        ("3-5 km", "about 3 km", "distance", "about 3 km"),
        ("3-5 km", "3,5 km", "distance", "3,5 km"),
        ("3-5 km", "5-3 km", "distance", "5-3 km"),
        ("3-5 km", "3-5 km, 7 km", "distance", "3-5 km | 7 km"),
        ("WNW", "WNW, SE", "bearing", "WNW | SE"),
        ("WNW", "bearing 380°", "bearing", "bearing 380°"),
        ("09:10 and 09:40", "09:40 and 09:10", "window", "between 09:40 and 09:10"),
        ("09:10 and 09:40", "09:10 and 24:40", "window", "between 09:10 and 24:40"),
        ("explosions", "explosions and 2 shots", "unit", "2 shots | 4 undetermined explosions"),
        ("WNW", "WNW, by the mill", "words", "by mill"),
        ("positioned at Mevrano", "on 04/05/2031 positioned at Mevrano", "day", "on 04/05/2031"),
    ],
)  # fmt: skip
def test_what_is_ambiguous_is_asked_back(old: str, new: str, part: str, got: str) -> None:
    """Nothing is guessed, and no word is passed over."""
    found = asked(LINES[0].replace(old, new))
    assert found[part].got == got
    assert found[part].question


def test_an_hour_that_the_clock_showed_twice_is_asked_back() -> None:
    """An offset behind the times settles it."""
    beside = Context(dt.date(2031, 10, 26), "Europe/Berlin")
    assert set(asked(LINES[0].replace("09:10 and 09:40", "02:10 and 02:40"), beside)) == {"zone"}
    assert observed(
        LINES[0].replace("09:10 and 09:40", "02:10 and 02:40 +02:00"), beside
    ).window.start == Instant.parse("2031-10-26T02:10+02:00")


def test_a_post_that_is_not_known_is_asked_back() -> None:
    """With the question of whoever looks places up."""
    found = asked(LINES[0], Context(BESIDE.day, BESIDE.zone, lambda _: "Do you mean Mevrano Mill?"))
    assert found["positioned"] == Unclear("positioned", "Do you mean Mevrano Mill?", "Mevrano")


def test_a_line_of_nothing_is_asked_for_everything() -> None:
    """And one without end is not looked into."""
    assert set(asked("", ALONE)) >= {"window", "positioned", "sense", "unit", "distance", "bearing"}
    assert set(asked("x" * 2_001)) == {"words"}


# ── places ────────────────────────────────────────────────────────────────────────────────────


def test_the_sector_holds_the_place_wherever_the_post_was() -> None:
    """It is wide enough for a post known to a kilometre."""
    found = observed(LINES[0])
    wide = place_of(POST, (3_000, 5_000), (281, 304))
    assert found.place == wide
    assert found.seen_from == seen_from(POST)
    assert wide is not None
    exact = place_of(Post("Mevrano", AT, 1), (3_000, 5_000), (281, 304))
    assert exact is not None
    assert wide.holds(middle(exact))
    assert wide.box[0] < exact.box[0] < exact.box[2] < wide.box[2]


def test_a_distance_without_a_direction_is_a_ring() -> None:
    """And a direction without a distance is nowhere in particular."""
    ring = place_of(POST, (3_000, 5_000), None)
    assert ring is not None
    assert not ring.holds(AT)
    assert place_of(POST, None, (281, 304)) is None
    near = place_of(POST, (200, 400), (281, 304))
    assert near is not None
    assert near.holds(AT)


@given(st.integers(-1_790_000_000, 1_790_000_000), st.integers(-800_000_000, 800_000_000))
def test_a_monitors_own_position_is_kept_as_its_cell(lon: int, lat: int) -> None:
    """Everybody in a cell of a hundredth of a degree is told alike, and telling it again changes nothing."""
    cell = coarse(Position(lon, lat))
    assert max(abs(cell.lon_e7 - lon), abs(cell.lat_e7 - lat)) <= 50_000
    assert coarse(cell) == cell


# ── there and back ────────────────────────────────────────────────────────────────────────────


def test_every_point_of_the_compass_is_written_and_read() -> None:
    """In each language, by its letters and by its words."""
    for point in POINTS:
        assert point_of(bearing_of(point)) == point
        for language in TONGUES:
            assert {point} <= set(SPELLINGS[language].values())
            assert observed(LINES[0].replace("WNW", point)).bearing_deg == bearing_of(point)
            assert written(point, language)


whole_km = st.integers(0, 40).map(lambda km: km * 1_000)
metres = st.one_of(whole_km, st.integers(0, 3_000))
bearings = st.one_of(
    st.sampled_from(POINTS).map(bearing_of), st.tuples(st.integers(0, 359), st.integers(0, 359)), st.none()
)


@st.composite
def observations(draw: st.DrawFn) -> ObservationMade:
    """What a line can say."""
    start = draw(st.integers(32_000_000, 36_000_000)) * 60
    length = draw(st.integers(1, 3 * 24 * 60)) * 60
    count = draw(
        st.one_of(st.none(), st.tuples(st.integers(0, 900), st.integers(0, 50)).map(lambda n: (n[0], n[0] + n[1])))
    )
    distance = draw(st.one_of(st.none(), st.tuples(metres, metres).map(lambda n: (min(n), max(n)))))
    bearing = draw(bearings)
    labels = sorted(set(ASSESSED["en"].values()) & set(ASSESSED["ar"].values()) & set(ASSESSED["ru"].values()))
    kind = draw(st.sampled_from(["", *(word for name, word in labels if name == "kind")]))
    ordnance = draw(st.sampled_from(["", *(word for name, word in labels if name == "ordnance")]))
    both = not kind and not ordnance
    told = {"actor", "direction", "place", *(("kind", "ordnance") if both else ())}
    rest = draw(st.sets(st.sampled_from(sorted(told & set(UNDETERMINED)))))
    rest |= {"kind", "ordnance"} if both else set()
    rest |= {name for name, value in (("count", count), ("distance", distance), ("bearing", bearing)) if value is None}
    name = draw(
        st.text(alphabet="Mevrano ,3-ЮжныйМост في قرية", min_size=1, max_size=20).map(
            lambda n: " ".join(n.split()).strip(" .")
        )
    )
    post = Post(name or "Mevrano", AT, 1_000)
    return ObservationMade(
        window=Period(Instant(start), Instant(start + length)),
        means=draw(st.sampled_from(list(Means))),
        sense=draw(st.sampled_from(list(Sense))),
        unit=draw(st.sampled_from(list(Unit))),
        seen_from=seen_from(post),
        place=None if "place" in rest else place_of(post, distance, bearing),
        bearing_deg=bearing,
        distance_m=distance,
        count=count,
        kind=kind,
        ordnance=ordnance,
        undetermined=tuple(sorted(rest)),
        place_name=post.name,
    )


@settings(max_examples=settings().max_examples // 2)
@given(observations(), st.sampled_from(sorted(TONGUES)), st.integers(-12, 14).map(lambda hours: hours * 60))
def test_an_observation_is_read_back_from_its_line(told: ObservationMade, language: str, offset_min: int) -> None:
    """Observation, line, observation: in each language, at any offset."""
    line = line_of(told, language, offset_min)
    assert read_line(line, Context(where=BESIDE.where)) == told


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"note": {"en": "x"}}, "note"), ({"sides": ("a", "")}, "sides"), ({"place_name": ""}, "place_name"),
     ({"ordnance": "mlrs_long", "undetermined": ()}, "ordnance"),
     ({"window": Period(Instant(1), Instant(61))}, "window")],
)  # fmt: skip
def test_what_a_line_has_no_words_for_is_not_half_said(changed: dict[str, object], field: str) -> None:
    """The error names what it is."""
    from dataclasses import replace  # noqa: PLC0415 - used once

    with pytest.raises(ValueError, match=field):
        line_of(replace(observed(LINES[0]), **changed))  # type: ignore[arg-type]  # as its fields are


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("While positioned in Mevrano from 9:10 to 9:40, the mission heard 2 bursts of machine-gun fire, 2 km, south",
         ((2, 2), "machine_gun", (157, 203))),
        ("Находясь у Mevrano с 9:10 до 9:40 слышал два взрыва, по оценке: миномёт, 2 км к северо-востоку",
         ((2, 2), "mortar", (22, 68))),
        ("Находясь в Mevrano с 9.10 до 9.40 слышал неопределённое количество очередей, по оценке: пулемёт, 2 км, юг",
         (None, "machine_gun", (157, 203))),
        ("متمركزة عند Mevrano من الساعة 09:10 إلى 09:40 سمعت انفجارين، حسب التقدير: هاون، 2 كم، الشمال الشرقي",
         ((2, 2), "mortar", (22, 68))),
    ],
)  # fmt: skip
def test_a_line_may_be_said_in_other_words(line: str, said: tuple[object, ...]) -> None:
    """As people write who have never seen the grammar."""
    found = observed(line)
    assert (found.count, found.ordnance, found.bearing_deg) == said
    assert found.distance_m == (2_000, 2_000)
