"""How firm a log becomes: two guarantors and the monitor who carry sticks to one another, without a server."""

from pathlib import Path

from tests.sync.nodes import admit, carried, grow, made, synced
from truceline.desk.node import Node
from truceline.desk.node.status import status


def round_of_sticks(nodes: list[Node], folder: Path) -> None:
    """Each node's stick goes to every other."""
    for node in nodes:
        stick = carried(node, folder / f"{node.name}-stick")
        for other in nodes:
            if other is not node:
                synced(other, stick)


def test_what_everybody_has_vouched_for_is_firm(tmp_path: Path) -> None:
    """Firm asks for a cosigner of each side and the monitor; a log's author is of one of them, and vouches as well."""
    nodes = [made(tmp_path, name, actor=name) for name in ("east", "west")]
    nodes.append(made(tmp_path, "mission", "monitor"))
    for node in nodes:
        admit(node, *(other for other in nodes if other is not node))
        grow(node, 2)
    assert all(log.firm == 0 for node in nodes for log in status(node).logs)
    for _ in range(3):
        round_of_sticks(nodes, tmp_path)
    sizes = [head.size for node in nodes for head in node.heads()]
    round_of_sticks(nodes, tmp_path)
    assert [head.size for node in nodes for head in node.heads()] == sizes, "cosigning one another comes to an end"
    for node in nodes:
        assert all(log.size >= log.held >= log.firm >= 3 for log in status(node).logs), status(node).logs
        node.close()


def test_nobody_vouches_for_a_node_that_signs_nothing(tmp_path: Path) -> None:
    """A restored copy vouches for nothing, its own log included, until it has found its place again."""
    east, west = made(tmp_path, "east"), made(tmp_path, "west")
    admit(east, west)
    admit(west, east)
    east.marker.path.unlink()
    stick = carried(west, tmp_path / "stick")
    synced(east, stick)
    assert [log.cosigners for log in status(east).logs] == [(), ()]
    for node in (east, west):
        node.close()
