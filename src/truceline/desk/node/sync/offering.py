"""What a node has to give: its logs and blobs by their paths, for whoever audits it or asks over the network.

One's own log and every admitted one, whole, with all cosignatures known: any node may relay what third parties
wrote. Logs no longer admitted stay in the record and are not handed on.
"""

from __future__ import annotations

from dataclasses import dataclass

from truceline.desk.node.ledger import Node
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.merkle import inclusion_proof
from truceline.tlog.mirror import log_id
from truceline.tlog.proof import Proof
from truceline.tlog.tiles import parse_path


@dataclass(frozen=True, slots=True)
class Offer:
    """A node as a source of logs (`tlog.audit.Source`)."""

    node: Node
    near: bool = True

    @property
    def name(self) -> str:
        """The node's folder."""
        return str(self.node.path)

    def origins(self) -> dict[str, str]:
        """The logs that are read and held, by path id."""
        return {log_id(one.origin): one.origin for one in self.node.logs() if one.size}

    def logs(self) -> tuple[str, ...]:
        """Their path ids, sorted."""
        return tuple(sorted(self.origins()))

    def get(self, path: str) -> bytes | None:
        """What is at a path of tlog-tiles, or a blob; None where there is nothing."""
        first, _, rest = path.partition("/")
        if first == "blob":
            return self.blob(rest)
        origin = self.origins().get(first)
        if origin is None:
            return None
        return self.node.checkpoint(origin) if rest == "checkpoint" else self._tile(origin, rest)

    def _tile(self, origin: str, path: str) -> bytes | None:
        try:
            return self.node.record.tile(origin, *parse_path(path))
        except ValueError:
            return None

    def proof(self, origin: str, index: int) -> bytes | None:
        """The tlog-proof of one entry under the newest head; None where the log has no such entry."""
        head = Checkpoint.parse(self.node.checkpoint(origin))
        if not 0 <= index < head.size:
            return None
        path = inclusion_proof(index, head.size, self.node.record.nodes(origin, head.size))
        return Proof(index, tuple(path), head).write()

    def blob(self, digest: str) -> bytes | None:
        """A blob; None where it is not here."""
        return self.node.blobs.get(digest) if len(digest) == 64 and set(digest) <= set("0123456789abcdef") else None

    def close(self) -> None:
        """The node is closed by whoever opened it."""
