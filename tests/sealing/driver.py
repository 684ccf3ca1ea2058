"""A vault at work in a process of its own, to be killed or failed at every step: says what it has kept, and what left.

Not a test; run as `python driver.py TASK NODE MARKERS [ID]`. Prints `ready` once it begins, `kept ID` when an object is
kept, `signed ID` when its entry is in the log, `erased ID`, or `failed` and the kind of error.
"""

import os
import secrets
import sys
from pathlib import Path

from truceline.desk.node import Draft, Node, Stretching, World, open_node
from truceline.desk.sealing import objects
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.objects import Sealable
from truceline.desk.sealing.vault import Vault
from truceline.errors import TrucelineError
from truceline.kinds import Channel, Envelope, Marking, ReportReceived, Sealing
from truceline.period import Instant

NOW = Instant(1_935_403_200)


def said(line: str) -> None:
    """One line to standard output, in one system call."""
    os.write(1, f"{line}\n".encode())


def seals(node: Node, vault: Vault) -> None:
    """Seal a report, let it leave as a batch does, and say that it has left."""
    envelope = Envelope("report.received", NOW, Sealing.LOCAL, Marking.AMBER, ("peer",))
    report = ReportReceived("a miller", Channel.MEETING, NOW, text="Two shells fell beside the mill.")
    one = objects.seal(node.origin, Sealable("report.received", report, envelope), node.world)
    vault.keep(one, to={"peer": Identity.make().recipient})
    said(f"kept {one.id}")
    node.append_many([Draft("sealed", None, time=NOW, commitments=one.commitments, id=one.id)])
    said(f"signed {one.id}")
    vault.left([one.id], NOW)


def main(task: str, path: Path, markers: Path, id_: str = "") -> None:
    """Do one task; an error of ours is said, any other ends the process with a traceback."""
    world = World(lambda: NOW, secrets.token_bytes, markers, Stretching(1, 8192), 5)
    with open_node(path, "an exercise, not a secret", world) as node, Vault(node) as vault:
        said("ready")
        try:
            if task == "seal":
                seals(node, vault)
            else:
                said(f"erased {id_}" if vault.erase(id_) else "nothing to erase")
        except TrucelineError as error:
            said(f"failed {type(error).__name__}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
