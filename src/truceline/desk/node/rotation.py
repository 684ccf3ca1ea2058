"""Keys change: the next entry key takes over, an old one is retired, officers' keys are enrolled.

A rotation enrols the key whose hash has long been in the record, and commits to the one after it. Both keys count
until the old one is retired, so that nothing on its way is lost; a stolen key is rotated and retired at once.
New keys are on the disk before the entry that names them: a crash leaves keys that nobody has heard of, never an
entry whose key is lost.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from truceline.desk.node import keys as keyfiles
from truceline.desk.node.ledger import Node
from truceline.errors import Refused
from truceline.kinds.keeping import KeyEnd, KeyEnrolled, KeyPurpose, KeyRetired
from truceline.tlog.entry import Entry
from truceline.tlog.keys import NOTE_KEY, PublicKey

ENROLLED, RETIRED = "key.enrolled", "key.retired"


def rotate(node: Node, passphrase: str, path: Path | None = None) -> Entry:
    """Enrol the next entry key, as committed to, signed by the present one; from the next entry on it signs.

    `path` is the file of the keys to come, `passphrase` its own. Raises Locked, and Refused where it is not the file.
    """
    path = path or node.path / keyfiles.NEXT_FILE
    with node.signing():
        purpose, public = coming(node, path)
        ahead = keyfiles.unlock(path, passphrase, keyfiles.NEXT)
        seed, number = ahead.seeds[purpose], int(public.name.rpartition("/")[2]) + 1
        fresh = (f"{node.origin}/entry/{number}", NOTE_KEY, node.world.random(32))
        # 1. The key after the next is on the disk before an entry commits to it, and the next one among those in use
        # before an entry enrols it. A crash leaves keys that no entry names; `mend` drops the one, the next rotation
        # takes the other's place.
        ahead = ahead.moved(node.world, drop=("fresh",), next_entry=(public.name, NOTE_KEY, seed)).moved(
            node.world, fresh=fresh
        )
        keyfiles.save(path, ahead.file)
        node.change_keys(node.keys.moved(node.world, coming=(public.name, NOTE_KEY, seed)))
        # 2. Enrolled. A crash leaves the old key signing, which still counts; `mend` moves on.
        committed = keyfiles.committed(ahead["fresh"].public)
        payload = KeyEnrolled(KeyPurpose.ENTRY, entry_key=public.vkey, next_entry_key=committed)
        made = node.append(ENROLLED, payload)
        # 3. In use. A crash between the two leaves both in the file of keys to come: the next rotation takes the one
        # that the log has committed to.
        _promote(node)
        keyfiles.save(path, ahead.moved(node.world, drop=("fresh",), next_entry=fresh).file)
    return made


def coming(node: Node, path: Path | None = None) -> tuple[str, PublicKey]:
    """Which key of the file of keys to come the log has committed to; raises Refused where none is."""
    path = path or node.path / keyfiles.NEXT_FILE
    committed = node.record.keyring(node.origin).next_key
    for purpose, one in keyfiles.read(path, keyfiles.NEXT).keys.items():
        key = PublicKey.parse(one.vkey)
        if purpose != "next_log" and keyfiles.committed(key) == committed:
            return purpose, key
    raise Refused(f"{path} does not hold the key that {node.origin} has committed to; find that file's newest copy")


def mend(node: Node) -> None:
    """Bring to its end a rotation that a crash cut short."""
    if "coming" not in node.keys.signers:
        return
    with node.marker.turn():
        key = node.keys["coming"].public
        if (key.name, key.id) in node.record.keyring(node.origin).keys:
            _promote(node)
        else:
            node.change_keys(node.keys.moved(node.world, drop=("coming",)))


def retire(node: Node, key: str, why: KeyEnd, note: str = "") -> Entry:
    """Retire a key by its name, or by the log's own name end the log; raises Refused for the key that signs now."""
    if key == node.entry_key.name:
        raise Refused(f"{key} signs this log's entries now; run `truceline node rotate` first, and retire it then")
    known = [name for name, _ in node.record.keyring(node.origin).keys]
    officers = [vkey.partition("+")[0] for vkey in node.keys.file.officers]
    if key not in [node.origin, *known, *officers]:
        raise Refused(f"no key {key} counts in this log; expected one of: {', '.join([*known, *officers])}")
    return node.append(RETIRED, KeyRetired(key, why, note))


def enrol_officer(node: Node, name: str, vkey: str) -> Entry:
    """Enrol the public half of an officer's key, whose seed is in the officer's account."""
    file = node.keys.file
    with node.signing():
        # A crash between the two leaves the key among those that can be retired, and its account not enrolled: the
        # next command that enrols does it again, which changes nothing where it was done.
        if vkey not in file.officers:
            node.change_keys(replace(node.keys, file=replace(file, officers=(*file.officers, vkey))))
        return node.append(ENROLLED, KeyEnrolled(KeyPurpose.OFFICER, name=name, officer_key=vkey))


def enrol_sealing(node: Node, recipient: str) -> Entry:
    """Enrol the recipient to which everybody seals from now on."""
    return node.append(ENROLLED, KeyEnrolled(KeyPurpose.SEALING, sealing_key=recipient))


def _promote(node: Node) -> None:
    """The key that was coming is the one in use."""
    entry = (node.keys["coming"].public.name, NOTE_KEY, node.keys.seeds["coming"])
    node.change_keys(node.keys.moved(node.world, drop=("coming",), entry=entry))
