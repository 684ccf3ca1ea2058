"""The bulletin as data: all of it as canonical JSON, the same bytes for everybody who makes the same bulletin.

The JSON is RFC 8785 and follows the types, as event and finding files do; the agreement stands there by its id and
hash, not whole, because everybody holds it. It holds no sentence: words are made from data where they are read.
"""

from __future__ import annotations

import typing

from truceline import canon
from truceline.bulletin import Bulletin
from truceline.canon import Json

VERSION = 1  # of this form


def json_text(bulletin: Bulletin) -> str:
    """RFC 8785 JSON of everything the bulletin holds, with one line end."""
    kinds = typing.get_type_hints(Bulletin)
    tree: dict[str, Json] = {
        name: canon.to_json(kind, getattr(bulletin, name))
        for name, kind in kinds.items()
        if name not in ("agreement", "fingerprint")
    }
    whole = {**tree, "agreement": agreement_of(bulletin), "bulletin_version": VERSION}
    return canon.canonical_text(whole) + "\n"


def agreement_of(bulletin: Bulletin) -> dict[str, Json]:
    """The agreement by its id and the hash of its canonical form."""
    return {"id": bulletin.agreement.id, "sha256": bulletin.fingerprint}
