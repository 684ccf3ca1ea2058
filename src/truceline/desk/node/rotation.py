"""Keys change: the next entry key takes over, an old one is retired, officers' keys are enrolled.

A rotation enrols the key whose hash has long been in the record, and commits to the one after it. Both keys count
until the old one is retired, so that nothing on its way is lost; a stolen key is rotated and retired at once.
The new keys are on the disk before the entry that names them: a crash leaves keys that nobody has heard of, never an
entry whose key is lost.
"""

from __future__ import annotations

from dataclasses import replace

from truceline.desk.node import keys as keyfiles
from truceline.desk.node.keys import Officer
from truceline.desk.node.ledger import Node
from truceline.errors import Refused
from truceline.kinds.keeping import KeyEnd, KeyEnrolled, KeyPurpose, KeyRetired
from truceline.tlog.entry import Entry
from truceline.tlog.keys import NOTE_KEY

ENROLLED, RETIRED = "key.enrolled", "key.retired"


def rotate(node: Node) -> Entry:
    """Enrol the next entry key, as committed to, signed by the present one; from the next entry on it signs."""
    with node.signing():
        number = int(node.keys["next_entry"].public.name.rpartition("/")[2]) + 1
        fresh = (f"{node.origin}/entry/{number}", NOTE_KEY, node.world.random(32))
        # A crash after this leaves a fresh key that no entry commits to; `mend` drops it.
        node.change_keys(node.keys.moved(node.world, fresh=fresh))
        payload = KeyEnrolled(
            KeyPurpose.ENTRY,
            entry_key=node.keys["next_entry"].public.vkey,
            next_entry_key=node.keys.committed("fresh"),
        )
        made = node.append(ENROLLED, payload)
        # A crash before this leaves the entry in the log and the old key signing, which still counts; `mend` moves
        # on.
        _promote(node)
    return made


def mend(node: Node) -> None:
    """Bring to its end a rotation that a crash cut short."""
    if "fresh" not in node.keys.signers:
        return
    with node.signing() if not node.unsigned_because() else node.marker.turn():
        enrolled = node.record.keyring(node.origin).keys
        key = node.keys["next_entry"].public
        if (key.name, key.id) in enrolled:
            _promote(node)
        else:
            node.change_keys(node.keys.moved(node.world, drop=("fresh",)))


def retire(node: Node, key: str, why: KeyEnd, note: str = "") -> Entry:
    """Retire a key by its name; raises Refused for the one that signs entries now: rotate first."""
    if key == node.entry_key.name:
        raise Refused(f"{key} signs this log's entries now; run `truceline node rotate` first, and retire it then")
    known = [name for name, _ in node.record.keyring(node.origin).keys]
    officers = [one.key.vkey.partition("+")[0] for one in node.keys.file.officers]
    if key not in [*known, *officers]:
        raise Refused(f"no key {key} counts in this log; expected one of: {', '.join([*known, *officers])}")
    return node.append(RETIRED, KeyRetired(key, why, note))


def enrol_officer(node: Node, name: str, slug: str, passphrase: str) -> Entry:
    """Make an officer's key under the officer's own passphrase, and enrol it."""
    if any(one.key.vkey.partition("+")[0].endswith(f"/officer/{slug}") for one in node.keys.file.officers):
        raise Refused(f"an officer's key named {slug} is there already; choose another name")
    officer: Officer = keyfiles.new_officer(node.origin, name, slug, passphrase, node.world)
    with node.signing():
        # A crash between the two leaves a key that the record does not know: enrol another under another name.
        node.change_keys(replace(node.keys, file=replace(node.keys.file, officers=(*node.keys.file.officers, officer))))
        return node.append(ENROLLED, KeyEnrolled(KeyPurpose.OFFICER, name=name, officer_key=officer.key.vkey))


def _promote(node: Node) -> None:
    """The next entry key becomes the present one, and the fresh one the next."""
    seeds = node.keys.seeds
    moved = {
        "entry": (node.keys["next_entry"].public.name, NOTE_KEY, seeds["next_entry"]),
        "next_entry": (node.keys["fresh"].public.name, NOTE_KEY, seeds["fresh"]),
    }
    node.change_keys(node.keys.moved(node.world, drop=("fresh",), **moved))
