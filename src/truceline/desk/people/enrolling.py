"""Officers and the log: keys enrolled and retired, the body's key changed, and what a crash left between brought on.

Accounts are on the disk before the log names their keys. What the log may not have seen yet is marked in people.sqlite
until it has; whoever manages accounts next enrols it then. Enrolling twice changes nothing.
"""

from __future__ import annotations

from truceline.desk.guard import Role
from truceline.desk.node import Entry, Node, rotation
from truceline.desk.people.accounts import Added, Officer, Unlocked
from truceline.desk.people.people import People
from truceline.desk.sealing import keycopies
from truceline.desk.sealing.keycopies import Owed
from truceline.desk.sealing.recipients import recipient_of
from truceline.desk.sealing.vault import Vault
from truceline.errors import Refused
from truceline.kinds import KeyEnd


def add(  # noqa: PLR0913 - what an account is made of
    node: Node,
    people: People,
    name: str,
    role: Role | str,
    password: str,
    by: Unlocked | None = None,
    *,
    anew: bool = False,
) -> Added:
    """Make an account and enrol its keys. `anew`: with a new key of the body although the log has enrolled one.

    Raises Locked where the node is open for reading only, Refused as `People.add`.
    """
    with node.signing():
        if not people.recipient and not anew and recipient_of(node, node.origin):
            raise Refused(
                "nobody was added: the log has enrolled a key to seal to, and no account here holds it. Bring back "
                "people.sqlite from a backup; or begin with a new key (--anew), and what was sealed stays closed"
            )
        added = people.add(name, role, password, by)
        mend(node, people, by)
    return added


def mend(node: Node, people: People, unlocked: Unlocked | None = None) -> list[Entry]:
    """Enrol what the log may not have seen, and bring the vault under the body's key; what was appended."""
    made: list[Entry] = []
    for officer in people.unenrolled():
        # A crash between the two enrols the key again, which changes nothing.
        made.append(rotation.enrol_officer(node, officer.name, officer.vkey))
        people.enrolled(officer)
    if people.unfinished and people.recipient:
        if recipient_of(node, node.origin) != people.recipient:
            made.append(rotation.enrol_sealing(node, people.recipient))
        if bring_over(node, unlocked):
            people.finished()
    return made


def bring_over(node: Node, unlocked: Unlocked | None) -> bool:
    """Wrap what is still under a former key of the body anew; False where that needs an officer who has it."""
    with Vault(node) as vault:
        if unlocked is None or unlocked.body is None:
            return not vault.ids()
        for former in unlocked.former[:1]:
            vault.rekey(former, unlocked.body.recipient)
    return True


def disable(
    node: Node, people: People, name: str, why: KeyEnd = KeyEnd.CLOSED, note: str = ""
) -> tuple[Officer, Entry]:
    """Disable an officer's account and retire the signing key. Raises UnknownName, Refused, Locked."""
    with node.signing():
        mend(node, people)
        # A crash between the two leaves the account closed and its key counting: `truceline node retire` ends it.
        officer = people.disable(name)
        return officer, rotation.retire(node, officer.vkey.partition("+")[0], why, note)


def go_on(node: Node, people: People, unlocked: Unlocked) -> None:
    """Bring on what a crash left of a rekey, as far as it goes without the node's own keys."""
    if people.unfinished and bring_over(node, unlocked) and recipient_of(node, node.origin) == people.recipient:
        people.finished()


def rekey(node: Node, people: People, unlocked: Unlocked) -> tuple[str, tuple[Owed, ...]]:
    """A new key of the body after a compromise: enrolled, the vault under it, tokens gone.

    Its recipient, and the key copies that could not be reached. Raises Locked, Refused as `People.rekey`.
    """
    with node.signing():
        mend(node, people, unlocked)
        # A crash from here on leaves both keys with every officer, and `unfinished`: `go_on` and `mend` bring it to
        # its end.
        now = people.rekey(unlocked)
        mend(node, people, now)
    return people.recipient, keycopies.refresh(node.path)
