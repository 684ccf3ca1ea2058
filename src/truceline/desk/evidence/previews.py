"""Previews and copies without metadata: asked of a confined process, checked, and only then made into a file.

The process that looked at the hostile bytes hands over a line of JSON and bare pixels or samples, of the size it says
and no larger than is allowed. The picture or sound file is written here, so there is no place in it for anything else:
no Exif, no thumbnail, no comment, no time. Texts need no such process: they are shown with every mark that could do
something replaced by its number.

What it does not do: blur faces, plates or voices, or remove the pattern that a camera's sensor leaves in the pixels of
a copy of full size. Whoever hands a copy on looks at it first.
"""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
import threading
import zlib
from dataclasses import dataclass

from truceline.desk.evidence.drawing import (
    MEDIA,
    MOST_CHANNELS,
    MOST_PIXELS,
    MOST_SAMPLES,
    REFUSALS,
    SIDE,
    TALLEST,
    TASK,
    TOLD,
)
from truceline.desk.evidence.media import Sort, sort_of
from truceline.errors import Refused

PATIENCE_S = 30.0  # of the clock; the process has less of the processor
MOST_DRAWN_B = 64 * 2**20  # a photograph, document or sound above this is not drawn; a film may be larger
SHOWN_CHARS = 20_000  # of a text
_HEAD_B = 4_096
_DRAW = "from truceline.desk.evidence.drawing import main; main()"
_MOST_B = {"preview": 3 * SIDE * TALLEST, "strip": max(3 * MOST_PIXELS, 2 * MOST_SAMPLES)}


class NoPreview(Refused):
    """No preview, and why; the evidence itself is kept whatever it is."""

    def __init__(self, reason: str) -> None:
        """`reason` is one word of `REFUSALS`."""
        self.reason = reason
        super().__init__(f"no preview is shown: {REFUSALS[reason]}. The original is kept as it came")


@dataclass(frozen=True, slots=True)
class Preview:
    """What may be shown of a file."""

    media: str  # image/png or text/plain
    data: bytes
    told: tuple[str, ...] = ()  # what else stands in the original, as words of TOLD
    confined: bool = True  # whether the process that drew it could ask the system for nothing but memory and time


@dataclass(frozen=True, slots=True)
class Stripped:
    """A copy made anew from pixels, samples or characters."""

    data: bytes
    removed: tuple[str, ...]  # what stood in the original besides, as words of TOLD
    media: str  # image/png, audio/wav or text/plain


def preview(data: bytes, media: str) -> Preview:
    """What may be shown of a file: a picture no larger than 1024 by 3072 pixels, or text; raises NoPreview."""
    if sort_of(media) is Sort.TEXT:
        shown = _decoded(data[: 4 * SHOWN_CHARS])[:SHOWN_CHARS]  # no character has more than four bytes
        return Preview("text/plain", _escaped(shown).encode())
    (width, height), drawn, told, confined = _asked("preview", data, media)
    if len(drawn) != 3 * width * height:
        raise NoPreview("no_answer")
    return Preview("image/png", _png(width, height, drawn), told, confined)


def strip(data: bytes, media: str) -> Stripped:
    """A photograph, sound or text without its metadata, of full size; raises NoPreview for whatever has no copy."""
    if sort_of(media) is Sort.TEXT:
        return Stripped(_escaped(_decoded(data)).encode(), (), "text/plain")
    (first, second), drawn, told, _ = _asked("strip", data, media)
    if sort_of(media) is Sort.SOUND:
        return Stripped(_wav(first, second, drawn), told, "audio/wav")
    if len(drawn) != 3 * first * second:
        raise NoPreview("no_answer")
    return Stripped(_png(first, second, drawn), told, "image/png")


# ── asking ────────────────────────────────────────────────────────────────────────────────────


def _asked(task: str, data: bytes, media: str) -> tuple[tuple[int, int], bytes, tuple[str, ...], bool]:
    """What a confined process made of the bytes, checked; raises NoPreview."""
    sort = sort_of(media)
    if sort is Sort.OTHER:
        raise NoPreview("no_preview")
    if len(data) > MOST_DRAWN_B and sort is not Sort.FILM:
        raise NoPreview("too_large")
    return _checked(_run(task, data, media), _MOST_B[task])


def _run(task: str, data: bytes, media: str) -> bytes:
    """What the process writes before it ends, runs out of time, or has written more than it may."""
    command = [sys.executable, "-I", "-c", _DRAW]
    # One thread: others would only take address space. No other setting of ours reaches the process, no passphrase. And
    # what the file is does not stand in an argument, which everybody at the machine can read.
    alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENCV_LOG_LEVEL": "OFF", TASK: task, MEDIA: media}
    with subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=alone, cwd="/"
    ) as process:
        late = threading.Timer(PATIENCE_S, process.kill)
        fed = threading.Thread(target=_feed, args=(process, data))
        late.start()
        fed.start()
        try:
            assert process.stdout  # noqa: S101 - it was asked for
            answer = process.stdout.read(_HEAD_B + _MOST_B[task] + 1)
            # Ended by a signal: the limit of a resource, or our patience. Whatever it wrote before is not whole.
            if len(answer) <= _HEAD_B + _MOST_B[task] and process.wait() < 0:
                raise NoPreview("over_limits")
            return answer
        finally:
            late.cancel()
            process.kill()
            fed.join()


def _feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin  # noqa: S101 - it was asked for
    try:
        process.stdin.write(data)
        process.stdin.close()
    except OSError:
        pass  # it has ended already; what it wrote says why


def _checked(answer: bytes, most: int) -> tuple[tuple[int, int], bytes, tuple[str, ...], bool]:
    """The answer, believed in nothing: shape within bounds, words of the closed lists; raises NoPreview."""
    head = answer[:_HEAD_B].partition(b"\n")[0]
    drawn = answer[len(head) + 1 :]
    try:
        said = json.loads(head)
        refused = said.get("refused", "")
        shape, told = said.get("shape", (0, 0)), said.get("told", ())
        if refused in REFUSALS:
            raise NoPreview(refused)
        first, second = (one if type(one) is int and 0 < one <= MOST_PIXELS else 0 for one in shape)
        if first and second and len(drawn) <= most and set(told) <= set(TOLD):
            return (first, second), drawn, tuple(told), said.get("confined") is True
    except (ValueError, TypeError, AttributeError):
        pass
    raise NoPreview("no_answer")


# ── making ────────────────────────────────────────────────────────────────────────────────────


def _png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG file (ISO/IEC 15948) of three bytes a pixel, with the three chunks that it needs and no other."""
    import numpy as np  # noqa: PLC0415 - the process that draws loads this module, and has no use for it

    rows = np.frombuffer(pixels, np.uint8).reshape(height, 3 * width)
    written = np.empty((height, 3 * width + 1), np.uint8)
    written[:, 0] = 2  # filter "Up": each row as its difference from the one above
    written[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=written[1:, 1:])
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(written.tobytes(), 6)
    chunks = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def _wav(rate: int, channels: int, samples: bytes) -> bytes:
    """A WAVE file of 16-bit samples, with the two chunks that it needs and no other; raises NoPreview."""
    if channels > MOST_CHANNELS or not samples or len(samples) % (2 * channels):
        raise NoPreview("no_answer")
    form = struct.pack("<HHIIHH", 1, channels, rate, rate * channels * 2, channels * 2, 16)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


# Whatever a terminal or a page could act upon: controls but for tab and line's end, marks of direction and joining,
# private and unassigned places of the first plane.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]"
)


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _escaped(text: str) -> str:
    """The text with every mark that could do something written out as its number."""
    return _ACTING.sub(lambda found: found[0].encode("unicode_escape").decode(), text.replace("\r\n", "\n"))
