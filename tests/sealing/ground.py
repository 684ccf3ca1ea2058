"""A body at one node, with an officer who is let in already, and things to seal: what says too much if it is found."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.node.nodes import made
from truceline.desk.guard import Role
from truceline.desk.node import Node, rotation
from truceline.desk.people import Officer, Unlocked
from truceline.desk.sealing import objects
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.objects import Sealable, SealedObject
from truceline.kinds import (
    Blob,
    Channel,
    Envelope,
    KeyEnrolled,
    KeyPurpose,
    Marking,
    ReportReceived,
    SealedFile,
    Sealing,
)
from truceline.tlog.keys import NOTE_KEY, Signer

BODY = Identity.make()
WORDS = "Two shells fell beside the mill before dawn."
WHERE = "Upper Mill Bridge"
SAID_BY = "a miller's cousin"
PHOTO = b"\xff\xd8\xff\xe0" + b"a photograph of the upper mill " * 40
CANARIES = (WORDS, WHERE, SAID_BY, PHOTO[40:90].decode(), hashlib.sha256(PHOTO).hexdigest())


def a_body(folder: Path, name: str = "mission") -> Node:
    """A monitor's node whose body has a key to seal to."""
    node = made(folder, name, "monitor")
    rotation.enrol_sealing(node, BODY.recipient)
    return node


def an_officer(
    node: Node, role: Role = Role.MONITOR_OFFICER, name: str = "duty", body: Identity | None = BODY
) -> Unlocked:
    """An officer of that body, at the desk; the key enrolled once."""
    signer = Signer.from_seed(f"{node.origin}/officer/{name}", NOTE_KEY, hashlib.sha256(name.encode()).digest())
    key = signer.public.vkey
    if not any(key.encode() in leaf for leaf in node.leaves(node.origin)):
        node.append("key.enrolled", KeyEnrolled(KeyPurpose.OFFICER, name=name, officer_key=key))
    return Unlocked(Officer(name, role, key, "", True, body is not None), body, signer=signer)  # noqa: FBT003 - a row


def a_report(node: Node, *, photo: bool = True, audience: tuple[str, ...] = (), words: str = WORDS) -> Sealable:
    """A report about a place, by a person, with a photograph where wanted."""
    now = node.world.now()
    original = Blob(hashlib.sha256(PHOTO).hexdigest()) if photo else None
    said = ReportReceived(SAID_BY, Channel.MEETING, now, text=words, original=original, place_name=WHERE)
    files = (SealedFile(hashlib.sha256(PHOTO).hexdigest(), len(PHOTO), "image/jpeg"),) if photo else ()
    envelope = Envelope("report.received", now, Sealing.LOCAL, Marking.AMBER, audience, files=files)
    return Sealable("report.received", said, envelope, (PHOTO,) if photo else ())


def sealed(node: Node, **how: object) -> SealedObject:
    """The same, sealed and kept nowhere."""
    return objects.seal(node.origin, a_report(node, **how), node.world)  # type: ignore[arg-type]  # as `a_report` takes them
