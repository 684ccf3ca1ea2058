"""A node: one log of its own, everybody's held beside it; what signs, what is synced, and what is handed out."""

from truceline.desk.node.founding import create, is_node, open_node
from truceline.desk.node.ledger import Draft, LogInfo, Node
from truceline.desk.node.marker import SignedHead
from truceline.desk.node.peers import Peer, Peers
from truceline.desk.node.store import Evidence, Head, Record
from truceline.desk.node.world import Stretching, World, world
from truceline.tlog.entry import Entry

__all__ = [
    "Draft",
    "Entry",
    "Evidence",
    "Head",
    "LogInfo",
    "Node",
    "Peer",
    "Peers",
    "Record",
    "SignedHead",
    "Stretching",
    "World",
    "create",
    "is_node",
    "open_node",
    "world",
]
