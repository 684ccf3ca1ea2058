"""Syncing a node with another, over the network or by bundle, and what it then hands on.

1. Our own log first: its cosignatures are news, and a head of it that we do not have means that this
   node is a restored copy, or that it forked; then nothing is signed. 2. Every admitted log that the source has.
3. An anchor, where there is news that is not itself an anchor (RECORD.md, rules of safety 6). 4. Where the source
   is a node: what it lacks is brought. 5. The blobs that entries name.
6. Where others proved a fork, the branch held here. 7. Parcels, where both can be sent something sealed. Cut off
anywhere, the same command goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from truceline.desk.node import policies
from truceline.desk.node.ledger import Node
from truceline.desk.node.sync import forks
from truceline.desk.node.sync.asking import Request, header
from truceline.desk.node.sync.cosigning import cosign, keep_known, silent
from truceline.desk.node.sync.exchanging import Exchanged, exchange
from truceline.desk.node.sync.incoming import Incoming
from truceline.desk.node.sync.pulling import Came, Pull, Pulled
from truceline.desk.node.sync.pushing import Pushed, ask, push
from truceline.desk.node.sync.sources import Sign, Source, located
from truceline.desk.node.sync.wanting import Brought, bring, look_again
from truceline.desk.node.sync.web import Url
from truceline.errors import Refused, UnknownName
from truceline.tlog.entry import Entry

__all__ = ["Brought", "Came", "Exchanged", "Place", "Pulled", "Pushed", "Synced", "Tell", "places", "sync"]

Tell = Callable[[str, int, int], None]  # of which log, entries done, of how many
_OWN_WRONG = {Came.RESTORED, Came.FORKED}
_NOT_THE_LOG = {Came.FORKED, Came.REFUSED}


@dataclass(frozen=True, slots=True)
class Place:
    """Where to sync with."""

    where: str  # an address, a folder or a .tar file
    author: str = ""  # origin of the log whose own node it is; empty: a bundle, or not known
    cosigner: bool = False  # a cosigner of the policy that keeps no logs


@dataclass(frozen=True, slots=True)
class Synced:
    """What came of one sync."""

    where: str
    pulled: tuple[Pulled, ...]  # our own log first
    blobs: Brought
    anchor: Entry | None  # appended for the news; None: none was news, or nothing may be signed
    pushed: tuple[Pushed, ...]  # what was brought
    unsigned: str  # why nothing was signed; empty where it was
    refused: str = ""  # why the place gave us no blobs, in its words; empty where it gave what it has
    parcels: tuple[Exchanged, ...] = ()  # with each log that sealed things go to and come from; none where none do


def places(node: Node, named: str = "") -> tuple[Place, ...]:
    """Where a name leads: an address, a folder, a file, an admitted log by origin or name, a cosigner of the policy.

    Without a name: every admitted log and every cosigner that has an address. Raises UnknownName, Refused.
    """
    urls = {peer.origin: peer.url for peer in node.peers if peer.url}
    policy = policies.policy(node).witnesses
    cosigners = {one.name: one.url for one in policy if one.url and one.url.rstrip("/") not in urls.values()}
    if not named:
        return (
            *(Place(url, origin) for origin, url in urls.items()),
            *(Place(url, cosigner=True) for url in cosigners.values()),
        )
    if named.startswith(("http://", "https://")):
        author = next((origin for origin, url in urls.items() if url.rstrip("/") == named.rstrip("/")), "")
        return (Place(named, author),)
    if named in cosigners:
        return (Place(cosigners[named], cosigner=True),)
    called = [one.origin for one in node.logs() if not one.own and named in {one.origin, one.name, _word(one.origin)}]
    if len(called) == 1:
        if called[0] not in urls:
            raise Refused(
                f"{called[0]} has no address: sync by bundle, or give it one with `truceline node admit --url`"
            )
        return (Place(urls[called[0]], called[0]),)
    if not Path(named).exists():
        known = (
            *(one.origin for one in node.logs() if not one.own),
            *cosigners,
            "an address",
            "a folder",
            "a .tar file",
        )
        raise UnknownName("peer", named, known)
    return (Place(named),)


def _word(origin: str) -> str:
    """The node's name as a word, which its log's origin has: all that is known of it before first contact."""
    return origin.removeprefix("truceline/").rpartition("-")[0]


def sync(node: Node, place: Place, tell: Tell) -> Synced:
    """Sync a node with one place. Raises Unreachable where it is gone; what came until then stays."""
    with closing(Incoming(node.path)) as incoming, closing(_source(node, place)) as source:
        if place.cosigner and isinstance(source, Url):
            return Synced(place.where, (), Brought(0, 0), None, (ask(node, source),), "")
        # First: what comes now is looked at as it comes, and a new node has little to look through.
        look_again(node.record, incoming, node.blobs)
        pulled = _cosigned(node, [*_pulled(node, place, source, incoming, tell)])
        unsigned = _unsigned(node, pulled)
        anchor = None if unsigned else node.anchor()
        if not unsigned:
            cosign(node, node.origin)
        brings = isinstance(source, Url) and not unsigned
        pushed = tuple(_pushed(node, place, source, pulled, tell)) if brings else ()
        # Last: a node that was just brought our log knows by now whose signed requests these are.
        blobs = bring(source, incoming, node.blobs, node.record.leaf)
        for one in () if unsigned else pulled:
            if one.came is Came.NEW:
                forks.answer(node, one.origin, one.size - one.entries)
        refused = source.refused if isinstance(source, Url) else ""
        parcels = () if unsigned else exchange(node, source, place.author)
        return Synced(place.where, pulled, blobs, anchor, pushed, unsigned, refused, parcels)


def _source(node: Node, place: Place) -> Source:
    return located(place.where, _signing(node))


def _signing(node: Node) -> Sign | None:
    """Signs requests with our witness key; None where the node is open for reading only."""
    signer, world = node.witness, node.world
    if signer is None:
        return None

    def sign(request: Request) -> str:
        return header(request, signer, world.now().epoch_s, world.random(16))

    return sign


def _pulled(node: Node, place: Place, source: Source, incoming: Incoming, tell: Tell) -> Iterator[Pulled]:
    """Our own log first: it says whether anything may be signed at all."""
    for origin in (node.origin, *(peer.origin for peer in node.peers)):
        yield Pull(node, source, incoming, _teller(tell, origin), place.author).log(origin)


def _cosigned(node: Node, pulled: list[Pulled]) -> tuple[Pulled, ...]:
    """With the cosignatures that their heads bring; last, since a log met just now has cosigners nobody knew before."""
    policies.arrange(node)
    return tuple(
        replace(one, cosignatures=keep_known(node, one.head)) if one.head and one.came not in _NOT_THE_LOG else one
        for one in pulled
    )


def _teller(tell: Tell, origin: str) -> Callable[[int, int], None]:
    return lambda done, total: tell(origin, done, total)


def _unsigned(node: Node, pulled: tuple[Pulled, ...]) -> str:
    """Why nothing is to be signed now; empty where it may."""
    if any(one.origin == node.origin and one.came in _OWN_WRONG for one in pulled):
        return "its own log stands otherwise elsewhere; run `truceline node recover`"
    return silent(node)


def _pushed(node: Node, place: Place, source: Source, pulled: tuple[Pulled, ...], tell: Tell) -> Iterator[Pushed]:
    """Bring every log of which the peer has less than is held, except its own."""
    lacking = {one.origin: one.head.size if one.head else 0 for one in pulled if one.came not in _NOT_THE_LOG}
    for one in node.logs():
        if one.size and one.origin != place.author and lacking.get(one.origin, one.size) < one.size:
            assert isinstance(source, Url)  # noqa: S101 - only a node is brought anything
            yield push(node, source, one.origin, _teller(tell, one.origin))
