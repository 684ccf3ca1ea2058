"""Evidence in words: what came in, what is shown of it, and its chain of custody with every gap in its place."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.canon import Json
from truceline.desk.evidence.custody import Chain, Gap, Original, Step, Way
from truceline.desk.evidence.drawing import TOLD
from truceline.desk.evidence.stamps import Stamp
from truceline.doors.render.acts import harmless


def chain_in_words(chain: Chain) -> Iterator[str]:
    """Every step and gap in the order of time, then the originals, then whether anything is missing."""
    told: list[tuple[str, int, str]] = [(str(one.at), 1, _step(one)) for one in chain.steps]
    told += [(str(gap.start), 2, _gap(gap)) for gap in chain.gaps]
    yield from (harmless(line) for _, _, line in sorted(told))
    for one in chain.originals:
        yield harmless(_original(one))
    many = len(chain.gaps)
    yield "nothing is missing" if chain.unbroken else f"{many} gap{'s' if many > 1 else ''}"


def _step(step: Step) -> str:
    left = f", left in the batch of {step.left}" if step.left else ""
    to = f" to {step.to}{', with its receipt' if step.receipt else ''}" if step.to else ""
    words = f": {step.words}" if step.words else ""
    where = step.place or "waits for its batch"
    return f"{step.at}  {step.way}{to} by {step.by}{words}  ({step.signature}; {where}; entered {step.entered}{left})"


def _gap(gap: Gap) -> str:
    when = str(gap.start) if gap.start == gap.end else f"{gap.start} until {gap.end}"
    return f"{when}  GAP: {gap.words}"


def _original(one: Original) -> str:
    state = "as it came in" if one.whole else "NOT HERE"
    return f"file {one.number}: {one.media or 'media not known'}, {one.size:,} bytes, {state}"


def chain_plain(chain: Chain) -> dict[str, Json]:
    """The chain as one JSON object: its form alone, none of the words that are sealed."""
    steps: list[Json] = [
        {
            "way": str(one.way),
            "id": one.id,
            "place": one.place,
            "at": str(one.at),
            "entered": str(one.entered),
            "left": str(one.left) if one.left else None,
            "signature": one.signature.name.lower(),
            **({"receipt": one.receipt} if one.way is Way.TRANSFERRED else {}),
        }
        for one in chain.steps
    ]
    gaps: list[Json] = [
        {"reason": one.reason, "from": str(one.start), "until": str(one.end), "step": one.step} for one in chain.gaps
    ]
    originals: list[Json] = [{"number": one.number, "whole": one.whole} for one in chain.originals]
    return {"steps": steps, "originals": originals, "gaps": gaps, "unbroken": chain.unbroken}


def metadata_in_words(told: tuple[str, ...]) -> str:
    """What stands in the original besides what is seen or heard."""
    return "; ".join(TOLD[one] for one in told) or "no metadata was found"


def stamp_in_words(stamp: Stamp, over: str) -> str:
    """Who vouched for what, and as of when."""
    return harmless(f"{over} was there at {stamp.time}, by {stamp.authority or 'an authority without a name'}")
