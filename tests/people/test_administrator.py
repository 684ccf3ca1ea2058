"""What the keeper of the machine can read, and what not: an administrator with everything but an officer's passphrase.

They have the disk, the node's passphrase, an account of their own as administrator, and time. The test tries each thing
that these let one try; what it finds open is said in docs/officers.md.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from tests.canaries import search
from tests.node.nodes import audited
from tests.people.bodies import PASSWORD, WORDS, Body, a_body
from truceline.desk.guard import Action, Role
from truceline.desk.node import keys as keyfiles
from truceline.desk.people import NotUnlocked, People, Unlocked, enrolling, reading
from truceline.desk.sealing import age
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.vault import Vault
from truceline.errors import Locked, RecordError, Refused, UnknownName
from truceline.tlog.keys import encoded

DUTY, KEEPER = "Duty officer, north", "Keeper of the machine"
NODE_PASSPHRASE = "an exercise, not a secret"  # noqa: S105 - as tests.node.nodes has it
OWN = "the keeper's own"


@pytest.fixture
def body(tmp_path: Path) -> Iterator[Body]:
    """A monitor with a sealed report, an officer, the keeper of the machine, and a token abroad."""
    with a_body(tmp_path) as found:
        found.add(DUTY, Role.MONITOR_OFFICER)
        enrolling.add(found.node, found.people, KEEPER, Role.ADMINISTRATOR, OWN)
        found.seal()
        found.token(DUTY, Action.SEE, Action.ERASE, lasts_s=3600)
        yield found


def keeper(body: Body) -> Unlocked:
    """The keeper, unlocked."""
    return body.people.unlock(KEEPER, OWN)


def cells(folder: Path) -> Iterator[bytes]:
    """Every blob of every database of a folder, and every value of its other files."""
    for path in sorted(folder.glob("*.sqlite")):
        with sqlite3.connect(path) as db:
            for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                for row in db.execute(f"SELECT * FROM {table}"):  # noqa: S608 - our own tables
                    yield from (cell for cell in row if isinstance(cell, bytes))


def test_no_file_says_anything_of_what_is_sealed(body: Body) -> None:
    """Its words, who said it, its kind and its marking are in no file, however written."""
    assert search(body.node.path.parent, [WORDS, "over the mill", "a miller", "TLP:AMBER"]) == ()


def test_no_key_the_keeper_has_opens_any_box(body: Body) -> None:
    """Not the node's seeds, not the keeper's own, not what the node's passphrase makes of any salt there is."""
    files = [keyfiles.unlock(body.node.path / name, NODE_PASSPHRASE, purposes) for name, purposes in (
        ("keys.json", keyfiles.USED), ("next-keys.json", keyfiles.NEXT))]  # fmt: skip
    signer = keeper(body).signer
    assert signer
    found = list(cells(body.node.path))
    keys = [seed for file in files for seed in file.seeds.values()] + [signer.secret[:32]]
    keys += [cell for cell in found if len(cell) == 32]
    own = [keyfiles.Wrapping(encoded(cell), 1, 8192) for cell in found if len(cell) == 16]
    boxes = [file.box for file in files] + [SecretBox(key) for key in keys]
    boxes += [wrapping.box(word) for wrapping, word in itertools.product(own, (NODE_PASSPHRASE, OWN))]
    opened = [data for box, cell in itertools.product(boxes, found) if (data := _opened(box, cell))]
    assert [json.loads(data)["name"] for data in opened] == [KEEPER]
    assert "body" not in json.loads(opened[0])
    identity = Identity.read(json.loads(opened[0])["identity"])
    sealed = [cell for cell in found if cell.startswith(b"age-encryption")]
    assert len(sealed) == 3  # the body's identity to the officer, the object's key to the body, the object to its key
    for cell in sealed:
        with pytest.raises(Locked):
            age.decrypt(cell, identity)


def _opened(box: SecretBox, cell: bytes) -> bytes:
    try:
        return box.decrypt(cell)
    except (CryptoError, ValueError):
        return b""


def test_no_door_opens_to_the_keepers_account(body: Body) -> None:
    """By passphrase or by token nothing is listed, read or counted, and nothing is handed on."""
    (held,) = _vault(body)
    token = body.people.issue(keeper(body), [Action.SEE, Action.COUNT, Action.EXPORT], body.clock.at.plus(60))
    for who in (keeper(body), body.people.by_token(token)):
        assert who.body is None
        assert reading.listed(body.node, who) == {"sealed": []}
        assert reading.counts(body.node, who) == {"sealed": 0, "kinds": {}}
        with pytest.raises(UnknownName):
            reading.read(body.node, who, held)
    with pytest.raises(Refused):
        enrolling.add(body.node, body.people, "A friend", Role.MONITOR_OFFICER, OWN, keeper(body))
    with pytest.raises(Refused):
        body.people.rekey(keeper(body))


def _vault(body: Body) -> list[str]:
    with Vault(body.node) as vault:
        return [one.id for one in vault.ids()]


def test_nothing_the_keeper_writes_into_the_file_opens_anything(body: Body) -> None:
    """Another role, the officer's wrap or box in the keeper's row, the keeper's name on the officer's: all the same."""
    path = body.node.path / "people.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("UPDATE officer SET role = 'monitor-officer' WHERE name = ?", (KEEPER,))
    assert (keeper(body).officer.role, keeper(body).body) == (Role.ADMINISTRATOR, None)
    take = "UPDATE officer SET {0} = (SELECT {0} FROM officer WHERE name = ?) WHERE name = ?"
    with sqlite3.connect(path) as db:
        db.execute(take.format("wrap"), (DUTY, KEEPER))
    with pytest.raises(Locked, match="does not open it"):
        keeper(body)
    for column in ("salt", "box"):
        with sqlite3.connect(path) as db:
            db.execute(take.format(column), (KEEPER, DUTY))
    with pytest.raises(NotUnlocked):
        body.people.unlock(DUTY, OWN)  # the keeper's box under the officer's name


@pytest.mark.parametrize("whose", ["the officer's row", "the keeper's row"])
def test_the_keeper_is_not_handed_the_next_key(body: Body, whose: str) -> None:
    """A recipient of the keeper's in an officer's row, or a row that takes the officer's place, stops a rekey."""
    own = Identity.make()
    with sqlite3.connect(body.node.path / "people.sqlite") as db:
        if whose == "the officer's row":
            db.execute("UPDATE officer SET recipient = ? WHERE name = ?", (own.recipient, DUTY))
        else:
            handed = db.execute("SELECT wrap, vouched FROM officer WHERE name = ?", (DUTY,)).fetchone()
            values = (own.recipient, *handed, KEEPER)
            db.execute("UPDATE officer SET recipient = ?, wrap = ?, vouched = ? WHERE name = ?", values)
    who = body.people.unlock(DUTY, PASSWORD)
    with pytest.raises(RecordError, match="Somebody without the body's key wrote there"):
        enrolling.rekey(body.node, body.people, who)
    assert body.people.recipient == (who.body.recipient if who.body else "")
    for cell in cells(body.node.path):
        if cell.startswith(b"age-encryption"):
            with pytest.raises(Locked):
                age.decrypt(cell, own)


def test_a_key_the_keeper_makes_opens_what_comes_after_it_alone_and_stands_in_the_log(body: Body) -> None:
    """With the accounts thrown away the keeper can begin anew: everybody sees the key, and the old report is closed."""
    (old,) = _vault(body)
    body.people.close()
    (body.node.path / "people.sqlite").unlink()
    with People(body.node.path, body.node.world) as anew:
        with pytest.raises(Refused, match=r"Bring back people\.sqlite from a backup"):
            enrolling.add(body.node, anew, "A friend", Role.MONITOR_OFFICER, OWN)
        made = enrolling.add(body.node, anew, "A friend", Role.MONITOR_OFFICER, OWN, anew=True)
        friend = anew.unlock("A friend", OWN)
        said = [dict(entry.payload or {}) for entry in audited(body.node)]
        assert [one["sealing_key"] for one in said if one["purpose"] == "sealing"][-1] == made.recipient
        later = body.seal()
        assert reading.read(body.node, friend, later)["id"] == later
        with pytest.raises(UnknownName):
            reading.read(body.node, friend, old)


def test_what_the_keeper_does_see(body: Body) -> None:
    """Who has an account and which role, tokens with scopes and end, how many sealed objects, and their sizes."""
    assert [(one.name, one.role.value) for one in body.people.officers()] == [
        (DUTY, "monitor-officer"),
        (KEEPER, "administrator"),
    ]
    assert [one.scopes for one in body.people.tokens()] == [("erase", "see")]
    with Vault(body.node) as vault:
        (held,) = vault.ids()
    assert (held.origin, held.slot) == (body.node.origin, None)
    assert body.people.unlock(DUTY, PASSWORD).body
