"""What a hostile file is drawn with, in a process of its own: bytes come in by a pipe, pixels or samples go out.

Photographs become their pixels, documents their first pages, sound a picture of its wave, films one still. Nothing else
of a file is passed on but which sorts of metadata stand in it, as words of a closed list; so a name, a position, or a
second picture hidden in the file has no way out. What goes out is bytes without any format: the process that asked
makes a picture of them (`previews`).

Its task and the file's media type come in the environment (`TASK`, `MEDIA`). Libraries are loaded first, then the
process confines itself, and only then it reads. It is no judge of files: a picture that comes out may still lie.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from truceline.desk.evidence.media import Sort, sort_of

MOST_PIXELS = 64_000_000  # of a photograph: what telephones take today
SIDE = 1024  # pixels at most, of a preview's width or height
TALLEST = 3 * SIDE  # of pages drawn one below the other
PAGES = 3  # of a document
MOST_CHANNELS = 8
MOST_SAMPLES = 50_000_000  # drawn of a sound, all channels together: nine minutes of stereo
STILLS = 30  # frames looked at until one can be read
WAVE_HEIGHT = 200  # pixels of a wave's picture

TASK, MEDIA = "DRAWING_TASK", "DRAWING_MEDIA"  # "preview" or "strip"; what the file is
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF")  # which of Pillow's readers are let at a photograph


class Refusal(Exception):
    """No picture: `str` is one word of `REFUSALS`."""


REFUSALS = {
    "no_preview": "nothing here draws this sort of file",
    "damaged": "it is damaged, cut short, or not what its first bytes say",
    "too_large": "it unpacks to more than is drawn here",
    "protected": "it opens with a password only",
    "films_missing": "films are drawn by an extra that is not installed; install truceline[films]",
    "no_limits": "this system cannot confine the process that would draw it",
    "over_limits": "drawing it took more memory or time than is allowed",
    "no_answer": "the process that drew it did not answer as it should",
}
TOLD = {
    "exif": "Exif: camera, settings, times",
    "gps": "a position (GPS)",
    "maker_notes": "maker notes of the camera",
    "thumbnail": "a small picture made by the camera",
    "xmp": "XMP: editing, persons, places",
    "iptc": "IPTC: captions, credits",
    "colour_profile": "a colour profile",
    "comments": "comments or text",
    "further_frames": "further pictures",
    "bytes_after_its_end": "bytes behind its end",
    "document_properties": "properties: author, title, program, times",
    "attachments": "files attached",
    "scripts": "scripts",
    "sound_tags": "tags: title, artist, device, times",
    "film_tags": "tags of the film: device, times",
    "unreadable_metadata": "metadata that cannot be read",
}


class Drawn(NamedTuple):
    """What goes out."""

    shape: tuple[int, int]  # a picture: width and height; a sound: samples a second and channels
    data: bytes  # three bytes a pixel, row by row; or two a sample (signed, little-endian), channels in turn
    told: tuple[str, ...]  # words of TOLD


# ── photographs ───────────────────────────────────────────────────────────────────────────────


def photograph(data: bytes, *, whole: bool) -> Drawn:
    """The pixels, upright and on white: of the whole picture, or of one no larger than a preview."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only a process that draws a photograph loads it

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS

    try:
        opened = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refusal("too_large") from None
    with opened as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Refusal("too_large")
        told = tuple(_told_of_photograph(picture, data))
        if not whole:
            picture.draft("RGB", (SIDE, SIDE))  # a JPEG is unpacked no larger than is needed
        picture.load()
        if not whole:
            picture.thumbnail((SIDE, SIDE))
        ImageOps.exif_transpose(picture, in_place=True)
        flat = _on_white(picture)
        return Drawn(flat.size, flat.tobytes(), told)


def _on_white(picture: Any) -> Any:  # noqa: ANN401 - a picture of the library's
    """The picture as it is seen: pixels that were made invisible are not handed on either."""
    from PIL import Image  # noqa: PLC0415 - as above

    if "transparency" in picture.info or "A" in picture.getbands():
        seen = picture.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        white.alpha_composite(seen)
        return white.convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


_MAKER_NOTE, _XMP_TAG, _IPTC_TAG = 0x927C, 700, 33723
_OF_EVERY_TIFF = frozenset(range(254, 300)) - {
    270,
    271,
    272,
}  # how it is laid out; a description, make and model are not


def _told_of_photograph(picture: Any, data: bytes) -> Iterator[str]:  # noqa: ANN401 - a picture of the library's
    from PIL import ExifTags  # noqa: PLC0415 - as above

    ifds, exif = ExifTags.IFD, picture.getexif
    return _found(
        exif=lambda: set(exif()) - (_OF_EVERY_TIFF if picture.format == "TIFF" else set()),
        gps=lambda: exif().get_ifd(ifds.GPSInfo),
        maker_notes=lambda: _MAKER_NOTE in exif().get_ifd(ifds.Exif),
        thumbnail=lambda: exif().get_ifd(ifds.IFD1),
        further_frames=lambda: getattr(picture, "n_frames", 1) > 1,
        comments=lambda: "comment" in picture.info or getattr(picture, "text", None),
        colour_profile=lambda: "icc_profile" in picture.info,
        xmp=lambda: b"http://ns.adobe.com/xap/1.0/" in data or b"<x:xmpmeta" in data or _XMP_TAG in exif(),
        iptc=lambda: b"Photoshop 3.0\x00" in data or _IPTC_TAG in exif(),
        bytes_after_its_end=lambda: _goes_on(data),
    )


def _found(**sorts: Callable[[], object]) -> Iterator[str]:
    """The sorts of metadata that are there; one that cannot be looked for takes no other with it."""
    broken = False
    for word, there in sorts.items():
        try:
            if there():
                yield word
        except Exception:  # noqa: BLE001 - whatever a hostile block of metadata does to its reader
            broken = True
    if broken:
        yield "unreadable_metadata"


def _goes_on(data: bytes) -> bool:
    """Whether something stands behind the end of a JPEG or PNG file."""
    if data.startswith(b"\x89PNG"):
        return not data.endswith(b"IEND\xaeB`\x82")
    return data.startswith(b"\xff\xd8") and not data.endswith(b"\xff\xd9")


# ── documents ─────────────────────────────────────────────────────────────────────────────────


def document(data: bytes, *, whole: bool) -> Drawn:
    """The first pages, one below the other."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - only a process that draws a document loads it
    from PIL import Image  # noqa: PLC0415 - as above

    if whole:
        raise Refusal("no_preview")
    try:
        pages = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise Refusal("protected" if "assword" in str(error) else "damaged") from None
    told = tuple(_told_of_document(pages, data))
    drawn = [_page(pages[at]) for at in range(min(PAGES, len(pages)))]
    if not drawn:
        raise Refusal("damaged")
    sheet = Image.new("RGB", (max(one.width for one in drawn), sum(one.height for one in drawn)), "white")
    below = 0
    for one in drawn:
        sheet.paste(one, (0, below))
        below += one.height
    return Drawn(sheet.size, sheet.tobytes(), told)


def _page(page: Any) -> Any:  # noqa: ANN401 - a page of the library's, and a picture of another's
    width, height = page.get_size()  # points
    if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
        raise Refusal("too_large")
    # A shade less than fits: the library rounds up.
    scale = min(SIDE / (width + 1), SIDE / (height + 1))
    return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def _told_of_document(pages: Any, data: bytes) -> Iterator[str]:  # noqa: ANN401 - as above
    return _found(
        document_properties=lambda: any(pages.get_metadata_dict(skip_empty=True).values()),
        attachments=pages.count_attachments,
        scripts=lambda: b"/JavaScript" in data or b"/JS" in data,
        xmp=lambda: b"<x:xmpmeta" in data or b"/Metadata" in data,
    )


# ── sound ─────────────────────────────────────────────────────────────────────────────────────


def sound(data: bytes, *, whole: bool) -> Drawn:
    """A picture of the wave; or, of the whole, its samples."""
    import numpy as np  # noqa: PLC0415 - only a process that draws a sound loads it
    import soundfile  # noqa: PLC0415 - as above

    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            if file.channels > MOST_CHANNELS or file.samplerate > 1_000_000:
                raise Refusal("too_large")
            told = tuple(_told_of_sound(file, data))
            shape = (file.samplerate, file.channels)
            most = MOST_SAMPLES // file.channels
            blocks = list(_blocks(file, most + 1))
    except soundfile.SoundFileError:
        raise Refusal("damaged") from None
    samples = np.concatenate(blocks) if blocks else np.zeros((0, 1), np.int16)
    if not len(samples):
        raise Refusal("damaged")
    if whole:
        if len(samples) > most:
            raise Refusal("too_large")
        return Drawn(shape, samples.astype("<i2").tobytes(), told)
    return Drawn((SIDE, WAVE_HEIGHT), _wave(samples[:most].mean(axis=1)), told)


def _blocks(file: Any, most: int) -> Iterator[Any]:  # noqa: ANN401 - of a library without types
    """The samples, as far as they go and no further than `most`; a file's own word for how many is not believed."""
    read = 0
    while read < most:
        block = file.read(min(65_536, most - read), dtype="int16", always_2d=True)
        if not len(block):
            return
        read += len(block)
        yield block


def _wave(samples: Any) -> bytes:  # noqa: ANN401 - an array
    """A picture of how loud it is over time: for each column the range of its samples, dark on white."""
    import numpy as np  # noqa: PLC0415 - as above

    columns = np.array_split(samples, SIDE)
    middle = WAVE_HEIGHT / 2
    rows = np.arange(WAVE_HEIGHT)
    picture = np.full((WAVE_HEIGHT, SIDE, 3), 255, np.uint8)
    for at, column in enumerate(columns):
        low, high = (column.min(), column.max()) if len(column) else (0.0, 0.0)
        top, bottom = middle - high / 32768 * (middle - 1), middle - low / 32768 * (middle - 1)
        picture[(rows >= int(top)) & (rows <= int(bottom)), at] = (40, 60, 90)
    return picture.tobytes()


def _told_of_sound(file: Any, data: bytes) -> Iterator[str]:  # noqa: ANN401 - as above
    tagged = data[:3] == b"ID3" or data[-128:-125] == b"TAG" or b"bext" in data[:4096]
    return _found(
        sound_tags=lambda: tagged or any(file.copy_metadata().values()),
        thumbnail=lambda: data[:3] == b"ID3" and b"APIC" in data[:1_000_000],
    )


# ── films ─────────────────────────────────────────────────────────────────────────────────────


def film(data: bytes, *, whole: bool) -> Drawn:
    """One still: the first frame that can be read."""
    try:
        import cv2  # noqa: PLC0415 - an extra, and only a process that draws a film loads it
    except ImportError:
        raise Refusal("films_missing") from None
    from PIL import Image  # noqa: PLC0415 - as above

    if whole:
        raise Refusal("no_preview")
    cv2.setNumThreads(0)
    # The library's own stubs do not know that it takes Python's streams.
    reader = cv2.VideoCapture(io.BytesIO(data), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])  # type: ignore[call-overload,unused-ignore]
    frames = (reader.read() for _ in range(STILLS))
    still = next((frame for good, frame in frames if good), None)
    if still is None or still.ndim != 3 or still.shape[2] != 3:
        raise Refusal("damaged")
    if still.shape[0] * still.shape[1] > MOST_PIXELS:
        raise Refusal("too_large")
    picture = Image.fromarray(cv2.cvtColor(still, cv2.COLOR_BGR2RGB))
    picture.thumbnail((SIDE, SIDE))
    return Drawn(picture.size, picture.tobytes(), tuple(_told_of_film(data)))


def _told_of_film(data: bytes) -> Iterator[str]:
    return _found(
        gps=lambda: any(box in data for box in (b"\xa9xyz", b"com.apple.quicktime.location", b"loci")),
        film_tags=lambda: any(box in data for box in (b"udta", b"meta", b"Tags", b"INFO")),
    )


# ── the process ───────────────────────────────────────────────────────────────────────────────

_DRAWS: dict[Sort, Callable[..., Drawn]] = {
    Sort.PHOTOGRAPH: photograph,
    Sort.DOCUMENT: document,
    Sort.SOUND: sound,
    Sort.FILM: film,
}


def drawn(data: bytes, media: str, *, whole: bool) -> Drawn:
    """What a file of this media type is drawn as; raises Refusal whatever is wrong with it."""
    draw = _DRAWS.get(sort_of(media))
    if draw is None:
        raise Refusal("no_preview")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return draw(data, whole=whole)
    except Refusal:
        raise
    except MemoryError:
        raise Refusal("over_limits") from None
    except Exception:  # noqa: BLE001 - whatever a hostile file does to the library that reads it
        raise Refusal("damaged") from None


def _load(sort: Sort) -> None:
    """Load what this sort needs, to its last plugin: afterwards nothing can be loaded."""
    from PIL import (  # noqa: PLC0415
        GifImagePlugin,  # noqa: F401
        ImageChops,  # noqa: F401
        ImageCms,  # noqa: F401
        ImageOps,  # noqa: F401
        ImageSequence,  # noqa: F401
        JpegImagePlugin,  # noqa: F401
        MpoImagePlugin,  # noqa: F401
        PngImagePlugin,  # noqa: F401
        TiffImagePlugin,  # noqa: F401
        WebPImagePlugin,  # noqa: F401
    )

    for encoding in ("ascii", "latin-1", "utf-8", "utf-16", "utf-16-le", "utf-16-be"):
        codecs.lookup(encoding)
    with suppress(ImportError):
        if sort is Sort.DOCUMENT:
            import pypdfium2  # noqa: F401, PLC0415
        elif sort is Sort.SOUND:
            import soundfile  # noqa: F401, PLC0415
        elif sort is Sort.FILM:
            import cv2  # noqa: F401, PLC0415


def _read() -> bytes:
    pieces = []
    while piece := os.read(0, 2**20):
        pieces.append(piece)
    return b"".join(pieces)


def _answer(head: dict[str, object], data: bytes = b"") -> None:
    for part in (json.dumps(head).encode() + b"\n", data):
        left = memoryview(part)
        while left:
            left = left[os.write(1, left) :]


def main() -> None:
    """Confine this process, read a file, and answer with what it is drawn as."""
    task, media = os.environ[TASK], os.environ[MEDIA]
    _load(sort_of(media))
    try:
        from truceline.desk.evidence.confining import confine  # noqa: PLC0415 - not there on every system

        confined = confine()
    except (ImportError, OSError, ValueError):
        return _answer({"refused": "no_limits"})
    try:
        shape, data, told = drawn(_read(), media, whole=task == "strip")
    except Refusal as word:
        return _answer({"refused": str(word), "confined": confined})
    return _answer({"shape": shape, "told": told, "confined": confined}, data)
