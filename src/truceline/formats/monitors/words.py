"""The words of a monitor's line in English, Arabic and Russian: how each part may be written, and how we write it.

A new language is one more `Tongue` and its points of the compass (`rose`). Every pattern is matched without regard to
case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from truceline.formats.forms.table import choices

_T = r"(\d{1,2}[:.]\d\d|\d{4})"  # a time of day
_ZONE = r"(?:\s*(?:UTC|GMT)?\s*([+-]\d\d:?\d\d)|\s*(UTC|GMT|Z)\b)?"
_H = r"(?:\s*h(?:rs?|ours)?\b)?"
_LATER = r"(?:\s*\(\+(\d{1,2})\))?"  # so many days after the day named

_EN_NUMBERS = (
    "a",
    "an",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_AR_NUMBERS = (
    *("واحد", "واحدة", "ثلاثة", "ثلاث", "أربعة", "أربع", "خمسة", "خمس", "ستة", "ست"),
    *("سبعة", "سبع", "ثمانية", "ثماني", "تسعة", "تسع", "عشرة", "عشر"),
)
_RU_NUMBERS = (
    *("один", "одна", "одну", "два", "две", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"),
)


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of lines."""

    positioned: Mapping[str, str]  # pattern before the place → means
    senses: Mapping[str, str]  # pattern → sense; the longest first
    window: str  # pattern of two times
    on: str  # pattern before a date
    units: Mapping[str, str]  # pattern → unit
    pairs: Mapping[str, str]  # pattern → unit, where the word itself says two
    undetermined: str  # pattern: what was heard could not be determined
    number_unknown: str  # pattern in place of a number
    vague: str  # pattern of a number or distance that has no other end: "at least", "about"
    assessed: str  # pattern before what it was assessed as
    metres: Mapping[str, int]  # pattern of a unit of length → metres
    distance_unknown: str
    bearing_unknown: str
    degrees: str  # pattern of one or two bearings in figures
    numbers: Mapping[str, int]  # written numbers
    rest: str  # pattern before the list of what else could not be determined
    others: Mapping[str, str]  # what that may be → its word in an observation
    filler: str  # words that say nothing
    template: Mapping[str, str]  # how each part is written by us


def _assessable(language: str) -> Mapping[str, tuple[str, str]]:
    """What it may be assessed as: label in lower case → field and word."""
    found: dict[str, tuple[str, str]] = {}
    for field, name in (("kind", "kind"), ("ordnance", "weapon")):
        for word, said in choices(name).items():
            if word != "undetermined":
                found.setdefault(said[language].casefold(), (field, word))
    return MappingProxyType(found)


def assessed_label(language: str, field: str, word: str) -> str:
    """How a kind or weapon is written; empty where the line has no word for it."""
    return next((label for label, meant in ASSESSED[language].items() if meant == (field, word)), "")


TONGUES: Mapping[str, Tongue] = MappingProxyType({
    "en": Tongue(
        positioned={
            r"(?:camera|cctv)\s+(?:positioned\s+)?(?:at|in|near)": "camera",
            r"(?:acoustic\s+)?sensor\s+(?:positioned\s+)?(?:at|in|near)": "sensor",
            r"(?:uav|drone)\s+(?:positioned\s+)?(?:at|in|near|over)": "uav",
            r"(?:(?:the\s+)?patrol\s+)?(?:positioned|located|while\s+(?=in|at))(?:\s+(?:at|in|near))?|"
            r"patrol\s+(?:at|in|near)": "patrol",
        },
        senses={r"(?:saw\s+and\s+heard|heard\s+and\s+saw)": "both", "heard": "heard", r"(?:saw|observed)": "seen"},
        window=rf"(?:between|from)?\s*(?:hours\s+)?{_T}{_H}\s*(?:and|to|until|till|-)\s*{_T}{_H}{_LATER}{_ZONE}",
        on=r"(?:on\s+)?",
        units={"explosions?": "explosion", "bursts?": "burst", "shots?": "shot", r"(?:flights?|aircraft)": "flight",
               "movements?": "movement", "weapons?": "weapon", r"(?:places?\s+damaged)": "damage"},
        pairs={},
        undetermined=r"undetermined|unknown",
        number_unknown=r"(?:an?\s+)?(?:undetermined|unknown)\s+number\s+of",
        vague=r"at\s+least|at\s+most|about|approximately|approx\.?|around|some|several|more\s+than|over|up\s+to|less\s+than",
        assessed=r"(?:,\s*)?assessed\s+(?:as|to\s+be)|of",
        metres={r"km|kilomet(?:re|er)s?": 1000, r"m|met(?:re|er)s?": 1},
        distance_unknown=r"(?:at\s+an?\s+)?(?:undetermined|unknown)\s+distance|distance\s+(?:undetermined|unknown)",
        bearing_unknown=r"(?:in\s+an?\s+|at\s+an?\s+|from\s+an?\s+)?(?:undetermined|unknown)\s+(?:direction|bearing)|"
                        r"(?:direction|bearing)\s+(?:undetermined|unknown)",
        degrees=r"(?:bearing|azimuth)?\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?\s*(?:°|deg(?:rees)?\b)",
        numbers=dict(zip(_EN_NUMBERS,
                         (1, 1, *range(1, 13)), strict=True)),
        rest="undetermined:",
        others={"actor": "actor", "direction of fire": "direction", "place": "place", "kind": "kind",
                "ordnance": "ordnance"},
        filler=r"and|the|of|to|in|at|a|was|were|we|distance|direction|bearing|away|from|position|its|their|"
               r"monitors?|patrol|also|then|while|mission|smm|team|observers?|fire",
        template={"on": "on {}", "patrol": "positioned at {}", "camera": "camera at {}", "sensor": "sensor at {}",
                  "uav": "UAV at {}", "window": "between {} and {}{} {}", "heard": "heard", "seen": "saw",
                  "both": "saw and heard", "number": "an undetermined number of", "undetermined": "undetermined {}",
                  "explosion": "explosions", "burst": "bursts", "shot": "shots", "flight": "flights",
                  "movement": "movements", "weapon": "weapons", "damage": "places damaged",
                  "assessed": "assessed as {}", "km": "km", "m": "m", "distance": "distance undetermined",
                  "bearing": "direction undetermined", "degrees": "bearing {}°", "comma": ", "},
    ),
    "ar": Tongue(
        positioned={
            r"(?:كاميرا|الكاميرا)\s+(?:في|عند|قرب)": "camera",
            r"(?:مجسّ|مجس|المجس)\s+(?:في|عند|قرب)": "sensor",
            r"(?:طائرة\s+دون\s+طيار|طائرة\s+مسيرة)\s+(?:في|عند|قرب|فوق)": "uav",
            r"(?:متمركزة?|متموضعة?|متمركزون|موجودة?)\s+(?:في|عند|قرب)": "patrol",
        },
        senses={r"(?:شوهد\s+وسُ?مع|سُ?مع\s+وشوهد|رأى\s+وسمع)ت?": "both", r"سُ?معت?": "heard",
                r"(?:شوهدت?|رأى|رصدت?)": "seen"},
        window=rf"(?:بين|من)\s*(?:الساعة\s+)?{_T}\s*(?:و\s*|إلى\s+|الى\s+|حتى\s+|-\s*)(?:الساعة\s+)?{_T}{_LATER}{_ZONE}",
        on=r"(?:في\s+|بتاريخ\s+|يوم\s+)?",
        units={r"انفجارات?|انفجارا": "explosion", r"رشقات?|رشقة": "burst", r"طلقات?|طلقة": "shot",
               r"طلعات?|طلعة|طائرات|طائرة": "flight", r"تحركات?|تحركا": "movement", r"أسلحة|سلاحا?": "weapon",
               r"مواقع\s+متضررة|موقع\s+متضرر": "damage"},
        pairs={r"انفجار(?:ان|ين)": "explosion", r"رشقت(?:ان|ين)": "burst", r"طلقت(?:ان|ين)": "shot",
               r"طلعت(?:ان|ين)": "flight"},
        undetermined=r"غير\s+محدد(?:ة|ا|ين)?|مجهولة?",
        number_unknown=r"عدد(?:اً|ا)?\s+غير\s+محدد\s+من\s+(?:ال)?",
        vague=r"على\s+الأقل|حوالي|نحو|قرابة|أكثر\s+من|أقل\s+من|عدة",
        assessed=r"(?:،\s*|,\s*)?(?:يُ?قد[ّ]?ر\s+أنها|قُ?د[ّ]?رت\s+بأنها|حسب\s+التقدير:?)",
        metres={r"كم|كلم|كيلومترات?|كيلومترا": 1000, r"م|مترا|متر|أمتار": 1},
        distance_unknown=r"(?:على\s+)?(?:مسافة|بعد)\s+غير\s+محددة?|المسافة\s+غير\s+محددة",
        bearing_unknown=r"(?:في\s+)?اتجاه\s+غير\s+محدد|الاتجاه\s+غير\s+محدد",
        degrees=r"(?:باتجاه|زاوية)?\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?\s*(?:°|درجة|درجات)",
        numbers=dict(zip(_AR_NUMBERS,
                         (1, 1, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10), strict=True)),
        rest="غير محدد:",
        others={"الفاعل": "actor", "اتجاه النيران": "direction", "المكان": "place", "النوع": "kind",
                "الذخيرة": "ordnance"},
        filler=r"و|في|من|على|بعد|مسافة|اتجاه|باتجاه|الاتجاه|المسافة|دورية|الدورية|إلى|صوت|أصوات",
        template={"on": "في {}", "patrol": "متمركز في {}", "camera": "كاميرا في {}", "sensor": "مجس في {}",
                  "uav": "طائرة دون طيار في {}", "window": "بين {} و{}{} {}", "heard": "سمع", "seen": "شوهد",
                  "both": "شوهد وسمع", "number": "عدد غير محدد من", "undetermined": "{} غير محددة",
                  "explosion": "انفجارات", "burst": "رشقات", "shot": "طلقات", "flight": "طلعات",
                  "movement": "تحركات", "weapon": "أسلحة", "damage": "مواقع متضررة",
                  "assessed": "حسب التقدير: {}", "km": "كم", "m": "م", "distance": "المسافة غير محددة",
                  "bearing": "الاتجاه غير محدد", "degrees": "زاوية {}°", "comma": "، "},
    ),
    "ru": Tongue(
        positioned={
            r"камера\s+(?:в|на|у|около|возле)": "camera",
            r"датчик\s+(?:в|на|у|около|возле)": "sensor",
            r"(?:беспилотник|бпла)\s+(?:в|на|у|над|около|возле)": "uav",
            r"(?:патруль,?\s+)?(?:находясь|находился|находились|расположившись|размещаясь)\s+(?:в|на|у|около|возле)|"
            r"патруль\s+(?:в|на|у|около|возле)": "patrol",
        },
        senses={r"(?:видел[аи]?\s+и\s+слышал[аи]?|слышал[аи]?\s+и\s+видел[аи]?)": "both",
                r"(?:у?слышал[аи]?)": "heard", r"(?:у?видел[аи]?|наблюдал[аи]?)": "seen"},
        window=rf"(?:с|между|в\s+период\s+с)?\s*{_T}\s*(?:до|по|и|-)\s*{_T}{_LATER}{_ZONE}",
        on=r"(?:на\s+)?",
        units={r"взрыв(?:ов|а|ы)?": "explosion", r"очеред(?:ей|и|ь)": "burst", r"выстрел(?:ов|а|ы)?": "shot",
               r"полет(?:ов|а|ы)?": "flight", r"передвижени(?:й|я|е)": "movement", r"вооружени(?:й|я|е)": "weapon",
               r"повреждени(?:й|я|е)": "damage"},
        pairs={},
        undetermined=r"неопределенн(?:ых|ые|ый|ая|ую|ое)|неизвестн(?:ых|ые|ый|ая|ую|ое)",
        number_unknown=r"неопределенное\s+(?:число|количество)",
        vague=r"не\s+менее|не\s+более|около|примерно|порядка|несколько|более|менее|до",
        assessed=r"(?:,\s*)?(?:по\s+оценке:?|оцененн(?:ых|ые|ый|ое|ая)\s+как)",
        metres={r"км|километр(?:ов|а|ы)?": 1000, r"м|метр(?:ов|а|ы)?": 1},
        distance_unknown=r"(?:на\s+)?неопределенн(?:ом|ое)\s+расстояни[ие]|расстояние\s+не\s?определено",
        bearing_unknown=r"(?:в\s+)?неопределенн(?:ом|ое)\s+направлени[ие]|направление\s+не\s?определено",
        degrees=r"(?:азимут|пеленг)?\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?\s*(?:°|градус(?:ов|а)?)",
        numbers=dict(zip(_RU_NUMBERS,
                         (1, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True)),
        rest="не определено:",
        others={"исполнитель": "actor", "направление огня": "direction", "место": "place", "вид": "kind",
                "боеприпас": "ordnance"},
        filler=r"и|в|на|к|от|с|со|по|из|расстоянии|расстояние|направлении|направление|позиции|патруль|также",
        template={"on": "{}", "patrol": "находясь в {}", "camera": "камера в {}", "sensor": "датчик в {}",
                  "uav": "беспилотник в {}", "window": "с {} до {}{} {}", "heard": "слышали", "seen": "видели",
                  "both": "видели и слышали", "number": "неопределённое число", "undetermined": "неопределённых {}",
                  "explosion": "взрывов", "burst": "очередей", "shot": "выстрелов", "flight": "полётов",
                  "movement": "передвижений", "weapon": "вооружений", "damage": "повреждений",
                  "assessed": "по оценке: {}", "km": "км", "m": "м", "distance": "расстояние не определено",
                  "bearing": "направление не определено", "degrees": "азимут {}°", "comma": ", "},
    ),
})  # fmt: skip
ASSESSED = MappingProxyType({language: _assessable(language) for language in TONGUES})


def any_of(patterns: Mapping[str, str] | Mapping[str, int]) -> re.Pattern[str]:
    """Any of several patterns, the one that matched told by its number."""
    return re.compile("|".join(f"(?P<g{at}>{one})" for at, one in enumerate(patterns)), re.IGNORECASE)
