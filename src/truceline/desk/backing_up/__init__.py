"""Backup and restore: one encrypted file of a node at work, and a folder made of it that signs nothing at first."""

from truceline.desk.backing_up.contents import Contents, Held
from truceline.desk.backing_up.restoring import Restored, needs_passphrase, restore
from truceline.desk.backing_up.wrapping import Lock, Opener
from truceline.desk.backing_up.writing import Written, backup

__all__ = [
    "Contents",
    "Held",
    "Lock",
    "Opener",
    "Restored",
    "Written",
    "backup",
    "needs_passphrase",
    "restore",
]
