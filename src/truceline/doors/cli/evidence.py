"""`truceline evidence …`: files sealed as they came, shown only as made anew, and their chain of custody.

What is inside goes to the terminal of the officer who asks. Names of files that are written are numbers, and `--json`
has the form of a chain and none of its words. The files given to `add` stay where they were: whoever wants them gone
there removes them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from truceline.canon import Json
from truceline.desk import files as disk
from truceline.desk.evidence import NoPreview, Preview, following, keeping, media_of, preview, stamps
from truceline.desk.evidence.following import Desk, Piece
from truceline.desk.guard import Action
from truceline.desk.people import Unlocked
from truceline.desk.sealing.objects import Sealable
from truceline.desk.verbs import Pen, find, sealing
from truceline.desk.verbs.sealing import Wanted
from truceline.doors.cli import signing
from truceline.doors.cli.acts.said import argument, long_text, option, prose
from truceline.doors.cli.console import err, out
from truceline.doors.cli.officers import OfficerName, unlocked
from truceline.doors.cli.signing import DryRun, NodeDir, Time, Yes, instant, opened
from truceline.doors.render.acts import harmless
from truceline.doors.render.custody import chain_in_words, chain_plain, metadata_in_words, stamp_in_words
from truceline.errors import DataError, Fault
from truceline.kinds import Blob, EvidenceExamined, EvidenceReceived, EvidenceTransferred, Marking

app = typer.Typer(help="Evidence: files sealed as they came, and what was done with them.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print it as one JSON object, without what is sealed.")]
EvidenceRef = Annotated[
    str, argument(metavar="REF", help="The id that `add` printed, its first 8 digits, or its entry as ORIGIN#INDEX.")
]
Audience = Annotated[
    list[str] | None, option("--audience", metavar="LOG", help="A log whose body may open it; again for each.")
]
Marked = Annotated[Marking, typer.Option("--marking", help="How far it may be passed on (TLP 2.0).")]
Hidden = Annotated[list[str] | None, option("--note", metavar="@FILE|-", help="Remark; ar=@FILE in another language.")]
When = Annotated[str | None, option("--at", help="When it was done, with its offset; left out: now.")]
By = Annotated[str, option("--by", help="The office that did it, never a person; left out: the officer's post.")]


@app.command()
def add(
    file: Annotated[
        list[Path], argument(metavar="FILE…", help="The files as they came; nothing is taken out of them.")
    ],
    how: Annotated[str, option("--how", help="How they were collected: handed over, taken down, found published.")],
    by: Annotated[str, option("--by", help="The office that took them in, never a person.")],
    collected: Annotated[str | None, option("--collected", help="When they were collected; left out: now.")] = None,
    source: Annotated[
        str, option("--source", metavar="@FILE|-", help="From whom or where, as far as it may be kept.")
    ] = "",
    report: Annotated[str, option("--report", metavar="REF", help="The report they came with.")] = "",
    note: Hidden = None,
    audience: Audience = None,
    marking: Marked = Marking.AMBER_STRICT,
    node: NodeDir = None,
    officer: OfficerName = None,
    time: Time = None,
    *,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Seal files as evidence, byte for byte, and enter that they were received.

    Example: truceline evidence add film.mp4 --how "handed over" --by "Evidence desk" --officer "Evidence desk"

    Together at most 256 MiB in one entry. What metadata stands in them is told by its sorts. Sealing needs no officer;
    an entry that no officer signed is a gap in the chain. Exit code 0; 3 for a file that cannot be used, 5 for an
    unknown log or report, 6 where it is refused, 8 where something is locked.
    """
    given = keeping.read(file)
    with opened(node, reading=dry_run) as held:
        pen = Pen(held, signing.consent(yes=yes, dry_run=dry_run), instant(time))
        said = partial(
            EvidenceReceived,
            collected=instant(collected, "--collected") or pen.now,
            how=how,
            by=by,
            source=long_text(*_unseen("--source", source)),
            report=find(held, report).entry.hash if report else "",
            note=prose(_unseen_all("--note", note), "--note"),
        )
        wanted = Wanted(tuple(audience or ()), marking)
        with unlocked(held, officer) if officer else nullcontext() as who:
            _sealed(pen, keeping.received(pen, given, said, wanted), who, as_json=as_json)
    for number, one in enumerate(given, 1):
        err().print(f"file {number}: {_looked_at(one.data, one.media)}", markup=False, emoji=False, soft_wrap=True)
    err().print("The files given lie where they were; they are not removed there.")


@app.command()
def show(
    name: EvidenceRef,
    originals_to: Annotated[
        Path | None,
        option("--originals-to", metavar="DIR", help="Write the originals there, with all that is in them."),
    ] = None,
    node: NodeDir = None,
    officer: OfficerName = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what came in: how, when, by which office; and of each file what it is and what metadata stands in it.

    Example: truceline evidence show 1f2e3d4c --officer "Evidence desk" --node DIR

    Each file is hashed and compared with what was sealed. Exit code 0; 5 for what is not there or not for this officer,
    6 for what is no evidence, 7 for what was erased or has changed, 8 where something is locked.
    """
    with _at(node, officer) as desk:
        piece = following.opened(desk, name, Action.EXPORT if originals_to else Action.SEE)
        originals = list(_originals(piece))
    told = [_looked_at(data, media) for data, media in originals]
    if as_json:
        shown: list[Json] = [{"number": number, "whole": True} for number in range(1, len(originals) + 1)]
        _print(json.dumps({"id": piece.one.id, "kind": piece.envelope.kind, "originals": shown}, sort_keys=True))
    else:
        _lines(_piece(piece), (f"file {number}: {one}" for number, one in enumerate(told, 1)))
    for number, (data, media) in enumerate(originals if originals_to else [], 1):
        disk.write(Path(originals_to or "") / f"{piece.one.id[:8]}-{number}{_ending(media)}", data, disk.OWNER_ALONE)


@app.command("preview")
def preview_(
    name: EvidenceRef,
    to: Annotated[Path, option("--to", metavar="DIR", help="Where the previews are written.")],
    node: NodeDir = None,
    officer: OfficerName = None,
) -> None:
    """Write a preview of each file: a picture or a text made anew, without any metadata.

    Example: truceline evidence preview 1f2e3d4c --to previews --officer "Evidence desk" --node DIR

    It is drawn by a process that can open no file and no connection. A file that cannot be drawn safely has none; that
    is said, and the others are written. Faces, plates and voices are not hidden. Exit code 0; 5, 6, 7 and 8 as for
    `show`.
    """
    with _at(node, officer) as desk:
        piece = following.opened(desk, name, Action.EXPORT)
        originals = list(_originals(piece))
    for number, (data, media) in enumerate(originals, 1):
        drawn = _drawn(data, media)
        if isinstance(drawn, NoPreview):
            err().print(f"file {number}: {drawn}", markup=False, emoji=False, soft_wrap=True)
            continue
        path = to / f"{piece.one.id[:8]}-{number}{'.png' if drawn.media == 'image/png' else '.txt'}"
        disk.write(path, drawn.data, disk.OWNER_ALONE)
        _print(str(path))


@app.command()
def examine(
    name: EvidenceRef,
    purpose: Annotated[str, option("--purpose", help="What for.")],
    found: Annotated[
        list[str] | None, option("--found", metavar="@FILE|-", help="What was found; ar=@FILE in another language.")
    ] = None,
    by: By = "",
    at: When = None,
    audience: Audience = None,
    marking: Marked = Marking.AMBER_STRICT,
    node: NodeDir = None,
    officer: OfficerName = None,
    *,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Enter that evidence was examined: its files are hashed anew, and the entry is sealed and signed by the officer.

    Example: truceline evidence examine 1f2e3d4c --purpose "place and time" --officer "Evidence desk" --node DIR

    Exit code 0; 5, 6, 7 and 8 as for `show`.
    """

    def made(pen: Pen, who: Unlocked, digests: tuple[str, ...]) -> Sealable:
        said = partial(
            EvidenceExamined,
            at=instant(at, "--at") or pen.now,
            by=by or who.officer.name,
            purpose=purpose,
            found=prose(_unseen_all("--found", found), "--found"),
        )
        return keeping.examined(pen, digests, said, Wanted(tuple(audience or ()), marking))

    _entered(name, made, node, officer, signing.consent(yes=yes, dry_run=dry_run), as_json=as_json)


@app.command()
def transfer(
    name: EvidenceRef,
    to: Annotated[str, option("--to", help="The body or office that it was handed to.")],
    receipt: Annotated[
        Path | None, option("--receipt", metavar="FILE", help="That body's receipt, kept whole.")
    ] = None,
    terms: Annotated[str, option("--note", metavar="@FILE|-", help="Under what terms.")] = "",
    at: When = None,
    audience: Audience = None,
    marking: Marked = Marking.AMBER_STRICT,
    node: NodeDir = None,
    officer: OfficerName = None,
    *,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Enter that evidence was handed to another body or office, with its receipt; without one it is a gap.

    Example: truceline evidence transfer 1f2e3d4c --to "The commission" --receipt signed.pdf --officer "Evidence desk"

    Nothing is sent: `show --originals-to` writes what is handed over. Exit code 0; 3 for a receipt that cannot be used;
    5, 6, 7 and 8 as for `show`.
    """

    def made(pen: Pen, _who: Unlocked, digests: tuple[str, ...]) -> Sealable:
        kept = keeping.read([receipt])[0] if receipt else None
        done = instant(at, "--at") or pen.now

        def said(evidence: tuple[Blob, ...], given: Blob | None) -> EvidenceTransferred:
            return EvidenceTransferred(to, done, evidence, given, long_text(*_unseen("--note", terms)))

        return keeping.transferred(pen, digests, kept, said, Wanted(tuple(audience or ()), marking))

    _entered(name, made, node, officer, signing.consent(yes=yes, dry_run=dry_run), as_json=as_json)


@app.command()
def custody(name: EvidenceRef, node: NodeDir = None, officer: OfficerName = None, *, as_json: AsJson = False) -> None:
    """Tell the chain of custody: received, examined, transferred, disclosed, erased; and every gap in it.

    Example: truceline evidence custody 1f2e3d4c --officer "Evidence desk" --node DIR

    Exit code 0, be there gaps or not; 5, 6 and 8 as for `show`.
    """
    with _at(node, officer) as desk:
        chain = following.follow(desk, name)
    if as_json:
        _print(json.dumps(chain_plain(chain), sort_keys=True))
    else:
        _lines(chain_in_words(chain))


@app.command()
def stamp(
    name: Annotated[str, argument(metavar="REF", help="Its entry as ORIGIN#INDEX, its id, or digits of its hash.")],
    request: Annotated[
        Path | None, option("--request", metavar="FILE", help="Write a request for a time-stamp authority (RFC 3161).")
    ] = None,
    reply: Annotated[
        Path | None, option("--reply", metavar="FILE", help="The authority's reply, to be verified.")
    ] = None,
    certificates: Annotated[
        Path | None,
        option("--certificates", metavar="FILE", help="The authority's certificates in PEM, as you have them."),
    ] = None,
    checkpoint: Annotated[
        Path | None, option("--checkpoint", metavar="FILE", help="The checkpoint that was written beside the request.")
    ] = None,
    node: NodeDir = None,
    *,
    entry: Annotated[
        bool, typer.Option("--entry", help="Stamp this entry alone, which tells the authority that it is no cover.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask for a time-stamp, or verify one: of a checkpoint over the entry, or with --entry of the entry alone.

    Example: truceline evidence stamp truceline/mission-1f2e3d4c#12 --request stamp.tsq --node DIR

    Nothing is sent: the request is carried out and the reply brought back by people. Exit code 0; 3 for a file that is
    none of its sort, 5 for an entry that is not there or has not left, 7 where the stamp does not hold.
    """
    if (request is None) is (reply is None) or (reply and not certificates) or (reply and not entry and not checkpoint):
        expected = "--request FILE; or --reply FILE with --certificates FILE, and --checkpoint FILE or --entry"
        fault = Fault("", 0, "--request, --reply", expected, "something else", "Give one of the two.")
        raise DataError("nothing was stamped", (fault,))
    with opened(node, reading=True) as held:
        found = find(held, name)
        if request:
            note = stamps.newest(held, found)
            _write_request(request, stamps.of_leaf(found.entry.leaf) if entry else stamps.of_checkpoint(note))
            if entry:
                err().print("Whoever sees the request learns that this entry is no cover; a checkpoint tells nothing.")
            else:
                disk.write(Path(f"{request}.checkpoint"), note)
            return
        over = (
            stamps.of_leaf(found.entry.leaf) if entry else stamps.covering(held, found, disk.read(checkpoint or Path()))
        )
    made = stamps.verified(disk.read(reply or Path()), over, disk.read(certificates or Path()))
    if as_json:
        told = {"time": str(made.time), "authority": made.authority, "serial": str(made.serial), "policy": made.policy}
        _print(json.dumps({**told, "over": "entry" if entry else "checkpoint", "digest": made.digest}, sort_keys=True))
    else:
        _print(stamp_in_words(made, f"{'' if entry else 'the checkpoint over '}{found.place}"))


# ── what they share ───────────────────────────────────────────────────────────────────────────


@contextmanager
def _at(node: Path | None, officer: str | None) -> Iterator[Desk]:
    """An officer at a node that is only read."""
    with opened(node, reading=True) as held, unlocked(held, officer) as who:
        yield Desk(held, who)


_ELSEWHERE = re.compile(r"((ar|en|ru)=)?(@.+|-)|")


def _unseen(name: str, value: str) -> tuple[str, str]:
    """What is said of persons or places, with its option; raises DataError where it stands on the command line."""
    if not _ELSEWHERE.fullmatch(value):
        cure = "Everybody at this machine can read a command, and its shell keeps it: write @FILE, or - and type it."
        raise DataError("nothing was sealed", (Fault("", 0, name, "@FILE or -", "words on the command line", cure),))
    return value, name


def _unseen_all(name: str, values: list[str] | None) -> list[str]:
    return [_unseen(name, one)[0] for one in values or ()]


def _entered(
    name: str,
    made: Callable[[Pen, Unlocked, tuple[str, ...]], Sealable],
    node: Path | None,
    officer: str | None,
    agree: Callable[..., None],
    *,
    as_json: bool,
) -> None:
    """Seal a step of the custody of what an officer names, once its files have been hashed anew."""
    with opened(node) as held, unlocked(held, officer) as who:
        piece = following.opened(Desk(held, who), name)
        pen = Pen(held, agree)
        _sealed(pen, made(pen, who, keeping.digests(piece.tree)), who, as_json=as_json)


def _sealed(pen: Pen, what: Sealable, who: Unlocked | None, *, as_json: bool) -> None:
    kept = sealing.seal(pen, what, officer=who)
    _print(json.dumps({"id": kept.id, "leaves": str(kept.leaves)}, sort_keys=True) if as_json else kept.id)
    err().print(f"It leaves with a batch, at {kept.leaves} at the earliest.")


def _originals(piece: Piece) -> Iterator[tuple[bytes, str]]:
    """Each file that the step names and holds, with its media type."""
    if piece.envelope.kind == keeping.RECEIVED:
        for number in range(1, len(keeping.digests(piece.tree)) + 1):
            data = following.original(piece, number)
            yield data, media_of(data)


def _drawn(data: bytes, media: str) -> Preview | NoPreview:
    try:
        return preview(data, media)
    except NoPreview as none:
        return none


def _looked_at(data: bytes, media: str) -> str:
    """What a file is, and what stands in it that no preview shows."""
    drawn = _drawn(data, media)
    told = str(drawn) if isinstance(drawn, NoPreview) else f"in the original alone: {metadata_in_words(drawn.told)}"
    return f"{media}, {len(data):,} bytes; {told}"


def _piece(piece: Piece) -> Iterator[str]:
    """What a step says, save its digests."""
    yield f"{piece.one.id}  {piece.envelope.kind}  {piece.envelope.marking}"
    for field, value in piece.tree.items():
        if field not in {"files", "evidence", "media", "receipt"} and value:
            yield f"  {field}: {'; '.join(map(str, value.values())) if isinstance(value, dict) else value}"


_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "video/mp4": ".mp4",
    "audio/wav": ".wav",
}


def _ending(media: str) -> str:
    return _ENDINGS.get(media, "")


def _write_request(path: Path, over: bytes) -> None:
    disk.write(path, stamps.request(over))
    err().print(f"{path}: to be taken to the authority (application/timestamp-query)", markup=False, soft_wrap=True)


def _lines(*groups: Iterator[str]) -> None:
    for group in groups:
        for line in group:
            _print(harmless(line))


def _print(line: str) -> None:
    out().print(line, markup=False, emoji=False, soft_wrap=True)
