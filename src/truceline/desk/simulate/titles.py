"""Headlines of simulated events in three languages: what, near which town, who with whom.

Words stand side by side and are never inflected, so that any name of an agreement fits in.
"""

from __future__ import annotations

from collections.abc import Mapping

from truceline.agreement import LANGUAGES

Names = Mapping[str, str]  # language → name

# Kinds of conduct, and what people call some of them when more is known.
WHAT: dict[str, tuple[str, str, str]] = {
    "clash": ("Clashes", "اشتباكات", "Столкновения"),
    "hospital": ("Hospital hit", "إصابة مستشفى", "Удар по больнице"),
    "medical_flight": ("Medical flight", "رحلة إجلاء طبي", "Медицинский рейс"),
    "attack": ("Attack", "هجوم", "Нападение"),
    "air_strike": ("Air strike", "غارة جوية", "Авиаудар"),
    "shelling": ("Shelling", "قصف", "Обстрел"),
    "ground_assault": ("Ground assault", "هجوم بري", "Наступление"),
    "small_arms_fire": ("Gunfire", "إطلاق نار", "Стрельба"),
    "explosive_device": ("Explosion", "انفجار", "Взрыв"),
    "missile_strike": ("Missile strike", "ضربة صاروخية", "Ракетный удар"),
    "drone_strike": ("Drone strike", "ضربة بطائرة مسيّرة", "Удар беспилотника"),
    "flight": ("Flight", "تحليق", "Полёт"),
    "combat_flight": ("Combat aircraft", "طيران حربي", "Боевая авиация"),
    "reconnaissance_flight": ("Reconnaissance flight", "تحليق استطلاعي", "Разведывательный полёт"),
    "transport_flight": ("Transport flight", "رحلة نقل جوي", "Транспортный рейс"),
    "movement": ("Movement", "تحركات", "Передвижение"),
    "troop_movement": ("Troop movement", "تحركات قوات", "Передвижение сил"),
    "weapon_movement": ("Weapons on the move", "نقل أسلحة", "Перевозка оружия"),
    "convoy_movement": ("Convoy", "قافلة", "Колонна"),
    "deployment": ("Deployment", "انتشار", "Развёртывание"),
    "weapon_deployment": ("Heavy weapons", "أسلحة ثقيلة", "Тяжёлое вооружение"),
    "troop_deployment": ("Armed presence", "وجود مسلح", "Вооружённое присутствие"),
    "fortification": ("Fortifications", "تحصينات", "Укрепления"),
    "territory_gain": ("Ground taken", "سيطرة على أرض", "Занятие территории"),
    "access_denied": ("Relief turned back", "منع الإغاثة", "Отказ в проходе помощи"),
    "detention": ("Detention", "احتجاز", "Задержание"),
    "abduction": ("Abduction", "اختطاف", "Похищение"),
    "provocation": ("Provocation", "استفزاز", "Провокация"),
    "looting": ("Looting", "نهب", "Мародёрство"),
    "siege": ("Siege", "حصار", "Осада"),
    "propaganda": ("Call to fight", "دعوة إلى القتال", "Призыв к борьбе"),
}
UNKNOWN: Names = {"en": "unknown", "ar": "جهة مجهولة", "ru": "неизвестно кто"}
ALONE = ("{what} near {town}: {a}", "{what} قرب {town}: {a}", "{what}, {town}: {a}")
DIRECTED = ("{what} near {town}: {a} against {b}", "{what} قرب {town}: {a} ضد {b}", "{what}, {town}: {a} → {b}")
FACING = ("{what} near {town}: {a} and {b}", "{what} قرب {town}: {a} و{b}", "{what}, {town}: {a} — {b}")


def headline(what: str, town: Names, a: Names, b: Names | None, *, directed: bool) -> dict[str, str]:
    """The headline in each language; without a second side, of one alone."""
    shape = ALONE if b is None else DIRECTED if directed else FACING
    return {
        language: shape[i].format(
            what=WHAT[what][i],
            town=_name(town, language),
            a=_name(a, language),
            b=_name(b, language) if b else "",
        )
        for i, language in enumerate(LANGUAGES)
    }


def _name(names: Names, language: str) -> str:
    """The name in a language, or in the first that there is."""
    return names.get(language) or next(iter(names.values()))
