"""The closed vocabularies of the dialect as the oracle knows them: what is a species of what.

Written from the specification a second time, so that a slip in the product's own tables shows.
"""

SPECIES: dict[str, list[str]] = {
    "attack": [
        "air_strike",
        "shelling",
        "ground_assault",
        "small_arms_fire",
        "explosive_device",
        "missile_strike",
        "drone_strike",
    ],
    "air_strike": ["drone_strike"],
    "flight": ["combat_flight", "reconnaissance_flight", "transport_flight"],
    "movement": ["troop_movement", "weapon_movement", "convoy_movement"],
    "deployment": ["weapon_deployment", "troop_deployment", "fortification"],
}
LONE_KINDS = [
    "territory_gain",
    "access_denied",
    "detention",
    "abduction",
    "provocation",
    "looting",
    "siege",
    "propaganda",
]
WEAPON_SPECIES: dict[str, list[str]] = {
    "artillery": ["artillery_100mm"],
    "mlrs": ["mlrs_long"],
    "air_bomb": ["barrel_bomb"],
}
LONE_WEAPONS = [
    "small_arms",
    "machine_gun",
    "mortar",
    "tactical_missile",
    "tank",
    "anti_tank_missile",
    "rocket",
    "explosive_device",
    "chemical",
    "anti_aircraft",
]
PLATFORMS = ["fixed_wing", "rotary_wing", "uav", "ground_vehicle", "vessel", "foot"]
PURPOSES = [
    "medevac",
    "rescue",
    "fire_fighting",
    "humanitarian",
    "weather",
    "agriculture",
    "transport",
    "training",
    "patrol",
    "monitoring",
    "resupply",
]
SITES = [
    "civilian_object",
    "medical",
    "school",
    "camp",
    "market",
    "worship",
    "water",
    "power",
    "humanitarian",
    "cultural",
    "military",
]
HARMED = ["civilian", "medical", "humanitarian", "journalist", "child", "detainee", "combatant", "monitor"]


def below(genus: str, species: dict[str, list[str]]) -> set[str]:
    """Everything that is a species of the genus, at any depth."""
    nearest = set(species.get(genus, []))
    return nearest.union(*(below(kind, species) for kind in nearest))


KINDS_BELOW = {genus: below(genus, SPECIES) for genus in SPECIES}
WEAPONS_BELOW = {genus: below(genus, WEAPON_SPECIES) for genus in WEAPON_SPECIES}
