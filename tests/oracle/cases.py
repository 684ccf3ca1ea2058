"""Small seeded cases over the whole vocabulary: an agreement and a conduct, as a vector file would hold them.

They exist so that two evaluators can be held against one another over all that the dialect can say, in cases small
enough to enumerate by hand. Every scalar is a string, as in a file before its schema is known. A draft has room for
so many worlds; whatever multiplies them must fit into what room is left. All names are made up, and so are the places.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

from tests.oracle.kinds import HARMED, LONE_KINDS, PLATFORMS, PURPOSES, SITES

Plain = dict[str, Any]

MOMENT = datetime(2016, 3, 1, 9, 59, 58, tzinfo=UTC)  # a Tuesday; two seconds later a schedule turns
LAST_SECOND = 5
ZONES = [UTC, timezone(timedelta(hours=2))]
STEP_E4 = 1  # the lattice on which zones and places are drawn, in 1e-4 degree
ROOM = 16  # worlds, roughly, before lists and readings that do not matter

FAMILIES = [
    ["attack", "air_strike", "drone_strike", "shelling", "missile_strike"],
    ["flight", "combat_flight", "reconnaissance_flight"],
    ["movement", "convoy_movement", "troop_movement"],
    ["deployment", "weapon_deployment", "fortification"],
]
WEAPONS = ["artillery", "artillery_100mm", "mlrs", "mlrs_long", "air_bomb", "barrel_bomb", "mortar", "tank"]
DATUMS = ["AMSL", "AMSL", "AGL"]
STATUSES = ["party", "excluded", "non_party", "unlisted"]
ROLES = ["crown", "league", "bystander"]
AUTHORS = ["east", "west"]
SCHEDULES = [
    {"days": ["mon", "tue"], "from": "08:00", "to": "12:00", "time_zone": "Asia/Damascus"},
    {"days": ["tue"], "from": "12:00", "to": "18:30", "time_zone": "Asia/Damascus"},
    {"days": ["mon"], "from": "22:00", "to": "00:00", "time_zone": "Pacific/Honolulu"},
    {"days": ["tue", "wed"], "from": "00:00", "to": "06:00", "time_zone": "Pacific/Honolulu"},
    {"days": ["mon"], "from": "20:00", "to": "20:00", "time_zone": "Pacific/Honolulu"},
]


def random_case(rng: Random) -> tuple[Plain, Plain]:
    """One small case: an agreement and a conduct to judge under it."""
    draft = Draft(rng)
    draft.actors()
    draft.lists()
    draft.time()
    draft.places()
    draft.references()
    draft.deeds()
    draft.rules()
    draft.sides()
    draft.presumptions()
    draft.sources()
    return draft.agreement, draft.conduct


def random_limit(rng: Random) -> int:
    """Mostly the limit of every day; at times one so small that the case may run over it."""
    return rng.choice([1, 2, 3, 5]) if rng.random() < 0.12 else 4096


class Draft:
    """A case in the making."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.room = ROOM
        self.agreement: Plain = {}
        self.conduct: Plain = {"id": "case"}
        self.sourced: Plain = {}
        topics = ["zones", "weapons", "harmed", "stated", "notice", "lines", "amounts", "clock"]
        self.topics = set(rng.sample(topics, rng.choice([1, 2, 2, 3])))

    # --- chance ---

    def often(self, share: float) -> bool:
        """True in this share of the cases."""
        return self.rng.random() < share

    def fits(self, factor: int) -> bool:
        """Take room for so many times the worlds, if there is as much."""
        if factor > self.room:
            return False
        self.room //= factor
        return True

    def some(self, things: list[Any], most: int = 2) -> list[Any]:
        """One or a few different things, in the order given."""
        chosen = self.rng.sample(things, self.rng.randint(1, min(most, len(things))))
        return [thing for thing in things if thing in chosen]

    # --- when ---

    def second(self) -> str:
        """A second about the time of the conduct."""
        return written(self.rng.randint(0, LAST_SECOND))

    def period(self) -> Plain:
        """A period, open or not, that often turns during the conduct."""
        first, last = sorted(self.rng.sample(range(LAST_SECOND + 2), 2))
        shape = self.rng.randrange(3)
        if shape == 0:
            return {"from": written(first), "to": written(last)}
        return {"from": written(first)} if shape == 1 else {"to": written(last)}

    def dated(self, share: float) -> Plain:
        """Nothing, or the keys of a period."""
        return self.period() if self.often(share) else {}

    # --- who ---

    def actors(self) -> None:
        """A crown with a part of its own, groups of a league, civilians, two guarantors; one umbrella."""
        self.agreement["actors"] = [
            {"id": "crown", "kind": "state", "roles": [{"role": "crown"}]},
            {"id": "guard", "kind": "armed_group", "part_of": [{"actor": "crown", **self.dated(0.2)}]},
            {"id": "fox", "kind": "armed_group", "roles": [{"role": "league", **self.dated(0.15)}]},
            {"id": "owl", "kind": "armed_group", "roles": [{"role": "league"}]},
            {"id": "folk", "kind": "civilians", "roles": [{"role": "bystander"}]},
            {"id": "east", "kind": "state", "roles": [{"role": "guarantor"}]},
            {"id": "west", "kind": "state", "roles": [{"role": "guarantor"}]},
            {"id": "council", "kind": "organisation"},
        ]
        if self.often(0.1):
            self.agreement["actors"][2]["aliases"] = [{"name": "the Foxes"}]
        if self.often(0.1):
            self.agreement["actors"][3]["aliases"] = [{"name": "the Owls", "by": "east"}]
        members = self.rng.choice([["fox", "owl"], ["fox", "owl"], ["fox"], ["fox", "guard"], ["owl", "folk"]])
        self.agreement["umbrellas"] = [{"id": "birds", "members": members, "open": "false"}]
        if self.often(0.3):
            self.agreement["umbrellas"][0].update(open="true", open_roles=self.some(["league", "bystander"]))
        stand = {"east": ["crown"], "west": ["league"]}
        self.agreement["guarantors"] = [
            {"actor": author, **({"stands_with": stand[author]} if self.often(0.6) else {})} for author in AUTHORS
        ]

    def lists(self) -> None:
        """No list, one, or two; and who stands on them how, since when."""
        if self.often(0.45):
            self.agreement["lists"] = [self.roll(author) for author in self.some(AUTHORS)]
        actors = ["crown", "guard", "fox", "owl"]
        for actor in actors:
            if self.often(0.6):
                entry = {"actor": actor, "at": written(self.rng.choice([-9, -9, 0, 1, 2, 3]))}
                if self.often(0.2):
                    entry["until"] = written(self.rng.choice([4, 5, 9]))
                self.agreement.setdefault("adherence", []).append({**entry, "attested_by": self.some(AUTHORS)})
        if self.often(0.3):
            by = self.rng.choice(["council", "east", "west"])
            self.agreement["designations"] = [{"actor": self.rng.choice(actors), "by": by, **self.dated(0.4)}]
        if self.often(0.2):
            entry = {"actor": self.rng.choice(actors), **self.dated(0.4)}
            self.agreement["non_parties"] = [{**entry, **({"by": "east"} if self.often(0.5) else {})}]

    def roll(self, author: str) -> Plain:
        """One author's list of statuses."""
        entry: Plain = {"id": f"list-{author}", "author": author, "names": "published"}
        if self.often(0.35):
            entry.update(names="count_only", opened=written(self.rng.choice([-9, -9, 2])))
        if self.often(0.5):
            entry["recognises"] = ["council"]
        return entry

    def selector(self) -> Plain:
        """Some of role, actor and status."""
        found: Plain = {}
        if self.often(0.55):
            found["role"] = self.one_or_more(ROLES)
        if self.often(0.5) or not found:
            found["status"] = self.one_or_more(STATUSES if self.often(0.3) else ["party"])
        if self.often(0.1):
            found["actor"] = self.one_or_more(["crown", "fox", "owl", "guard"])
        return found

    def one_or_more(self, things: list[str]) -> Any:  # noqa: ANN401 - one or many
        """One thing, or a list of one or two."""
        return self.rng.choice(things) if self.often(0.6) else self.some(things)

    def sides(self) -> None:
        """Who faced whom, and who began."""
        shapes = [self.named, self.named, self.umbrella, self.umbrella, self.umbrella, self.by_name, self.faceless]
        self.conduct["a"] = self.rng.choice([["crown"], ["crown"], self.rng.choice(shapes)()])
        self.conduct["b"] = self.rng.choice(shapes)()
        if self.often(0.04):
            self.conduct.update(a=["folk"], direction="a_to_b")
        elif self.often(0.35) or not self.fits(2):
            self.conduct["direction"] = self.rng.choice(["a_to_b", "a_to_b", "b_to_a", "mutual"])

    def named(self) -> Any:  # noqa: ANN401 - a side
        """One or two actors."""
        return self.some(["fox", "owl", "crown", "guard", "folk"])

    def umbrella(self) -> Any:  # noqa: ANN401 - a side
        """Some of those under the umbrella."""
        birds = self.agreement["umbrellas"][0]
        size = len(birds["members"]) + (birds["open"] == "true")
        return {"umbrella": "birds"} if self.fits(2**size - 1) else ["fox"]

    def by_name(self) -> Any:  # noqa: ANN401 - a side
        """A name that may or may not be somebody's."""
        return {"names": self.some(["the Foxes", "the Owls", "Foo Brigade"])}

    def faceless(self) -> Any:  # noqa: ANN401 - a side
        """Nobody known."""
        return self.rng.choice(["unknown", "unknown", "nobody"])

    # --- time and place ---

    def time(self) -> None:
        """An instant or a span of a few seconds."""
        self.conduct["time"] = self.stated_time()

    def stated_time(self) -> Plain:
        """One value of the time."""
        if self.often(0.5):
            return {"at": self.second()}
        first, last = sorted(self.rng.sample(range(LAST_SECOND + 1), 2))
        span = {"from": written(first), "to": written(last)}
        if self.often(0.4) or not self.fits(2):
            span["mode"] = "throughout"
        elif self.often(0.5):
            span["mode"] = "within"
        return span

    def places(self) -> None:
        """Zones, some of them secret, and where the conduct was."""
        if "zones" not in self.topics:
            return
        self.agreement["zones"] = [self.zone(number) for number in range(self.rng.choice([1, 2, 2, 3]))]
        if self.often(0.9):
            self.conduct["place"] = self.stated_place()
        if self.often(0.5):
            self.conduct["altitude"] = self.altitude()

    def zone(self, number: int) -> Plain:
        """One zone."""
        entry: Plain = {"id": f"z{number}", "groups": self.some(["safe", "quiet"])}
        entry["geometry"] = "not_published" if self.often(0.12) else self.drawing()
        if self.often(0.3):
            entry["periods"] = [self.period() for _ in range(self.rng.choice([1, 1, 2]))]
        if self.often(0.25):
            entry["altitude"] = self.altitude()
        if "clock" in self.topics and self.often(0.3):
            entry["schedule"] = dict(self.rng.choice(SCHEDULES))
        return entry

    def drawing(self) -> Plain:
        """A rectangle on the lattice; at times a triangle, one with a hole, or two."""
        shape = self.rng.random()
        west, east = sorted(self.rng.sample(range(7), 2))
        south, north = sorted(self.rng.sample(range(7), 2))
        if shape < 0.8:
            return {"polygon": [rectangle(west, south, east, north)]}
        if shape < 0.87:
            return {"polygon": [ring([(west, south), (east, south), (west, north)])]}
        if shape < 0.94:
            return {"polygon": [rectangle(0, 0, 6, 6), rectangle(2, 2, 4, 3)[::-1]]}
        return {"multipolygon": [[rectangle(0, south, 2, north)], [rectangle(3, south, 6, north)]]}

    def stated_place(self) -> Any:  # noqa: ANN401 - a place
        """One value of the place: a point, often on a border, or an area."""
        if self.often(0.05):
            return "unknown"
        if self.often(0.5) or not self.fits(2):
            lon, lat = self.rng.randint(0, 6), self.rng.randint(0, 6)
            return {"point": {"lon": degrees(36, lon), "lat": degrees(34, lat)}}
        return self.drawing()

    def altitude(self) -> Plain:
        """A band of heights."""
        lower, upper = sorted([self.rng.randrange(4), self.rng.randrange(4)])
        return {"lower_m": f"{lower}000", "upper_m": f"{upper}000", "datum": self.rng.choice(DATUMS)}

    # --- what was done ---

    def deeds(self) -> None:
        """The conduct's other fields, as the topics of the case ask for them."""
        family = self.rng.choice(FAMILIES) if self.often(0.9) else LONE_KINDS
        self.family = FAMILIES[0] if self.often(0.5) else family
        self.values = self.fields()
        for field, value in self.values.items():
            if field == "kind" or self.often(0.7):
                self.conduct[field] = value()
        if self.often(0.05):
            self.conduct["intended"] = "true"

    def fields(self) -> dict[str, Callable[[], Any]]:
        """The fields that the topics ask for, each with a maker of its values."""
        yes_or_no = lambda: self.rng.choice(["true", "false"])  # noqa: E731 - one of several makers
        by_topic: dict[str, dict[str, Callable[[], Any]]] = {
            "weapons": {
                "weapon": lambda: self.rng.choice(WEAPONS),
                "platform": lambda: self.rng.choice(PLATFORMS[:3]),
            },
            "harmed": {"harmed": self.harmed, "site": lambda: self.rng.choice(SITES[:4])},
            "stated": {
                "armed": yes_or_no,
                "in_notified_volume": yes_or_no,
                "control_changed": yes_or_no,
                "purpose": lambda: self.rng.choice(PURPOSES[:3]),
            },
            "notice": {"notified": lambda: self.rng.choice(["none", *LEADS]), "answers": self.answers},
            "lines": {"own_line_distance_m": lambda: self.rng.choice(["999", "1000", "1001"])},
            "amounts": {"amounts": lambda: self.rng.choice([{"tally": "120"}, {"tally": "121"}])},
        }
        found: dict[str, Callable[[], Any]] = {"kind": lambda: self.rng.choice(self.family)}
        for topic in sorted(self.topics & set(by_topic)):
            found.update(by_topic[topic])
        return found

    def references(self) -> None:
        """The line and the baseline that conditions refer to."""
        if "lines" in self.topics:
            self.agreement["lines"] = [
                {
                    "id": "front",
                    "of": self.some(["crown", "league", "fox"]),
                    "geometry": "not_published",
                    "forward": "left",
                }
            ]
        if "amounts" in self.topics:
            self.agreement["baselines"] = [
                {
                    "id": "tally",
                    "measure": "strength",
                    "actor": "crown",
                    "amount": "120",
                    "unit": "persons",
                }
            ]

    def harmed(self) -> Plain:
        """Who was harmed."""
        found: Plain = {"classes": self.some(HARMED[:4])}
        if self.often(0.5):
            found["members"] = self.some(["fox", "folk", "crown", "guard"])
        return found

    def answers(self) -> Plain:
        """Stated answers of the guarantors."""
        return {author: self.rng.choice(["concurred", "concurred", "objected"]) for author in self.some(AUTHORS)}

    # --- rules ---

    def condition(self) -> Plain:
        """One condition that fits the topics of the case."""
        makers: list[Callable[[], Plain]] = [lambda: {"by": self.selector()}, lambda: {"against": self.selector()}] * 2
        by_topic: dict[str, list[Callable[[], Plain]]] = {
            "zones": [self.in_zones, self.in_zones, self.in_zones, self.near],
            "weapons": [
                lambda: {"weapon": self.some(WEAPONS)},
                lambda: {"weapon": self.some(WEAPONS)},
                lambda: {"platform": self.some(PLATFORMS[:3])},
            ],
            "harmed": [
                lambda: {"harmed": self.harm()},
                lambda: {"harmed": self.harm()},
                lambda: {"site": self.some(SITES[:4])},
            ],
            "stated": [
                lambda: {"armed": self.rng.choice(["true", "false"])},
                lambda: {"in_notified_volume": self.rng.choice(["true", "false"])},
                lambda: {"control_changed": self.rng.choice(["true", "false"])},
                lambda: {"purpose": self.some(PURPOSES[:3])},
            ],
            "notice": [
                lambda: {"notified_before": self.rng.choice(LEADS)},
                lambda: {"answer_held": {"of": self.rng.choice(["east", "guarantor"]), "answer": "concurred"}},
            ],
            "lines": [
                lambda: {"own_line_within": {"m": "1000", **({"of": ["front"]} if self.often(0.4) else {})}},
                lambda: {"forward_of_own_line": "true"},
                lambda: {"within": {"m": "500", "of": ["front"]}},
            ],
            "amounts": [lambda: {"above_baseline": {"of": "tally"}}],
            "clock": [lambda: {"schedule": dict(self.rng.choice(SCHEDULES))}, lambda: {"period": self.period()}],
        }
        for topic in sorted(self.topics):
            makers += by_topic[topic] * 2
        made = self.rng.choice(makers)()
        return {"not": made} if self.often(0.15) else made

    def in_zones(self) -> Plain:
        """Inside or outside of zones or groups of them."""
        groups = {group for zone in self.agreement["zones"] for group in zone["groups"]}
        names = [*sorted(groups), *(zone["id"] for zone in self.agreement["zones"])]
        return {self.rng.choice(["inside", "inside", "outside"]): self.some(names)}

    def near(self) -> Plain:
        """Near a zone, if that can be asked without measuring."""
        secret = [zone["id"] for zone in self.agreement["zones"] if zone["geometry"] == "not_published"]
        return {"within": {"m": "500", "of": secret}} if secret else self.in_zones()

    def harm(self) -> Plain:
        """A selector, classes, or both."""
        found: Plain = {"class": self.some(HARMED[:4])} if self.often(0.7) else {}
        return {**found, **self.selector()} if not found or self.often(0.2) else found

    def deed(self) -> list[Plain]:
        """The conduct of a rule: mostly what was done, or its genus."""
        if self.often(0.15):
            kinds = self.some(LONE_KINDS[:3] if self.often(0.5) else self.family)
        else:
            kinds = [self.family[0], *([self.conduct["kind"]] if self.often(0.3) else [])]
        found: list[Plain] = [{"kind": list(dict.fromkeys(kinds))}]
        if self.often(0.25):
            found.append(self.condition())
        return found

    def reach(self) -> list[Plain]:
        """To whom, where and when a rule reaches."""
        return [self.condition() for _ in range(self.rng.choice([0, 0, 1, 1, 1, 2]))]

    def exceptions(self) -> list[Plain]:
        """One exception of one or two conditions, seldom two."""
        return [
            {"id": f"x{number}", "when": [self.condition() for _ in range(self.rng.choice([1, 1, 2]))]}
            for number in range(self.rng.choice([1, 1, 2]))
        ]

    def rules(self) -> None:
        """Two or three rules, seldom four."""
        rules = [self.rule(number) for number in range(self.rng.choice([2, 2, 2, 3, 3, 4]))]
        self.agreement["rules"] = rules
        if self.often(0.2):
            self.mirror(rules)

    def mirror(self, rules: list[Plain]) -> None:
        """Make the first two rules one duty of either side, so that one of the two may be certain."""
        for rule, role in zip(rules, ["crown", "league"], strict=False):
            for key in ("in_force", "exceptions", "readings"):
                rule.pop(key, None)
            rule.update(effect="prohibit", conduct=[{"kind": self.family}], reach=[], binds={"role": role})

    def rule(self, number: int) -> Plain:
        """One rule."""
        rule: Plain = {"id": f"R{number}", "effect": self.effect(), "conduct": self.deed()}
        if self.often(0.15):
            rule["in_force"] = self.period()
        if self.often(0.4):
            rule["binds"] = self.selector()
        rule["reach"] = self.reach()
        if self.often(0.3):
            rule["exceptions"] = self.exceptions()
        if self.often(0.1) and self.fits(2):
            rule["readings"] = [self.reading("strict", ["east"]), self.reading("loose", ["west"])]
        return rule

    def reading(self, name: str, authors: list[str]) -> Plain:
        """One reading, replacing one section or two."""
        makers = {"conduct": self.deed, "reach": self.reach, "exceptions": self.exceptions}
        return {"id": name, "authors": authors, **{key: makers[key]() for key in self.some(list(makers))}}

    def effect(self) -> Any:  # noqa: ANN401 - a word or a mapping
        """What the rule asks for."""
        chance = self.rng.random()
        if chance < 0.7:
            return "prohibit"
        if chance < 0.8 or "notice" not in self.topics:
            return "advise"
        if chance < 0.9:
            return {"require_notice": self.rng.choice(LEADS)}
        return {"require_concurrence": {"of": self.rng.choice(["east", "guarantor"])}}

    # --- presumptions and sources ---

    def presumptions(self) -> None:
        """At times what one author, or both, presume; at times what cannot be so together."""
        if not self.often(0.22):
            return
        found = [self.presumption(0)]
        if self.often(0.15):
            found.append(self.presumption(1))
        if self.often(0.15):
            found = [
                {**self.adopted(number), "when": [{"kind": self.family}], "holds": [condition]}
                for number, condition in enumerate([{"by": {"role": "crown"}}, {"by": {"role": "league"}}])
            ]
        self.agreement["presumptions"] = found

    def presumption(self, number: int) -> Plain:
        """One presumption; what it holds is mostly what some rule asks."""
        entry = self.adopted(number)
        when = [{"kind": [self.family[0]]}] if self.often(0.6) else [self.condition()]
        faceless = "unknown" in (self.conduct["a"], self.conduct["b"])
        if self.often(0.6 if faceless else 0.1):
            factual = "by" not in str(when) and "against" not in str(when)
            when = when if factual else [{"kind": [self.family[0]]}]
            return {**entry, "when": when, "by_one_of": self.some(["crown", "fox", "guard"])}
        asked = [one for rule in self.agreement["rules"] for one in [*rule["conduct"], *rule["reach"]]]
        asked = [one for one in asked if "status" not in str(one)]
        holds = self.some(asked) if asked else [{"weapon": ["mortar"]}]
        return {**entry, "when": when, "holds": holds}

    def adopted(self, number: int) -> Plain:
        """A presumption's author and those who share it."""
        author = self.rng.choice(AUTHORS)
        adopters = AUTHORS if self.often(0.6) else [author]
        return {"id": f"p{number}", "author": author, "adopters": adopters, "rebuttal": {"en": "shown otherwise"}}

    def sources(self) -> None:
        """At times sources that differ, some of them with nobody's eyes but a side's own."""
        if not self.often(0.3):
            return
        roots = [["crown"], ["guard"], ["east"], ["west"], ["agency"], ["fox"], ["agency", "crown"], ["crown", "east"]]
        self.conduct["sources"] = {name: {"roots": self.rng.choice(roots)} for name in ("s0", "s1")}
        makers: dict[str, Callable[[], Any]] = {
            **self.values,
            "place": self.stated_place,
            "direction": lambda: self.rng.choice(["a_to_b", "b_to_a", "mutual"]),
            "a": self.named,
            "b": self.named,
        }
        held = [field for field in makers if field in self.conduct or field in ("direction", "weapon")]
        crowded = self.often(0.02)  # more interested candidates than are weighed in every combination
        if crowded:
            self.conduct["sources"] = {name: {"roots": ["crown"]} for name in ("s0", "s1")}
        for field in self.rng.sample(held, min(4, len(held))) if crowded else self.some(held):
            if crowded or self.fits(2):
                first = self.conduct.get(field) or makers[field]()
                values = [{"value": first, "source": "s0"}, {"value": makers[field](), "source": "s1"}]
                self.conduct[field] = {"candidates": values}
        if self.often(0.05):
            self.conduct["sources"]["s2"] = {"roots": ["agency"]}
            seconds = [
                {"value": self.conduct["time"], "source": "s2"},
                {"value": {"at": self.second()}, "source": "s0"},
            ]
            self.conduct["time"] = {"candidates": seconds}


LEADS: list[Plain] = [{"hours": "48"}, {"minutes": "2879"}, {"days": "2"}, {"hours": "50"}]


def written(seconds: int) -> str:
    """The instant so many seconds after the first, in one of two time zones' writings."""
    moment = (MOMENT + timedelta(seconds=seconds)).astimezone(ZONES[seconds % 2])
    return moment.isoformat()


def degrees(whole: int, steps: int) -> str:
    """Decimal degrees, so many steps of the lattice on from a whole degree."""
    return f"{whole}.{steps * STEP_E4:04d}"


def ring(points: list[tuple[int, int]]) -> list[list[str]]:
    """A closed ring on the lattice."""
    return [[degrees(36, x), degrees(34, y)] for x, y in [*points, points[0]]]


def rectangle(west: int, south: int, east: int, north: int) -> list[list[str]]:
    """A closed rectangle on the lattice, counter-clockwise."""
    return ring([(west, south), (east, south), (east, north), (west, north)])
