"""Files as telephones, cameras and offices make them, each with a canary in every place where metadata stands.

Whoever finds a canary has found metadata. The files are made here, of noise and of invented words.
"""

import io
import struct
import zlib
from collections.abc import Iterator

import numpy as np
import soundfile
from PIL import ExifTags, Image, PngImagePlugin

PLACES = "maker model owner note gps xmp iptc comment behind title author artist text"
CANARIES = tuple(f"canary-{place}" for place in PLACES.split())
LATITUDE = (33.0, 31.0, 17.123)


def noise(width: int = 96, height: int = 64) -> Image.Image:
    """A picture that cannot be told from another by accident."""
    return Image.effect_noise((width, height), 60).convert("RGB")


def photograph() -> bytes:
    """A JPEG with Exif, GPS, maker notes, XMP, IPTC, a comment, and bytes behind its end."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "canary-maker", "canary-model"
    exif[ExifTags.Base.Orientation] = 6  # a quarter turn
    exif.get_ifd(ExifTags.IFD.Exif).update({ExifTags.Base.CameraOwnerName: "canary-owner", 0x927C: b"canary-note"})
    position = {1: "N", 2: LATITUDE, 3: "E", 4: (36.0, 17.0, 9.456), 27: b"canary-gps"}
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(position)
    written = io.BytesIO()
    noise().save(written, "JPEG", exif=exif, comment=b"canary-comment", quality=90)
    begin, rest = written.getvalue()[:2], written.getvalue()[2:]
    xmp = _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>canary-xmp</x:xmpmeta>")
    iptc = _segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0f\x1c\x02\x78\0\x0bcanary-iptc")
    return begin + rest[:0] + xmp + iptc + rest + b"canary-behind"


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def drawing() -> bytes:
    """A PNG with text chunks."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "canary-author")
    written = io.BytesIO()
    noise().save(written, "PNG", pnginfo=said)
    return written.getvalue()


def document(pages: int = 2) -> bytes:
    """A PDF with properties."""
    sheets = [noise(60, 80) for _ in range(pages)]
    written = io.BytesIO()
    sheets[0].save(
        written, "PDF", save_all=True, append_images=sheets[1:], title="canary-title", author="canary-author"
    )
    return written.getvalue()


def sound(form: str = "WAV", seconds: float = 0.2) -> bytes:
    """A tone with tags."""
    written = io.BytesIO()
    times = np.arange(int(8000 * seconds)) / 8000
    with soundfile.SoundFile(written, "w", 8000, 1, format=form) as file:
        if form != "MP3":
            file.title, file.artist = "canary-title", "canary-artist"
        file.write(0.5 * np.sin(2 * np.pi * 440 * times))
    tag = b"ID3\x03\0\0\0\0\0\x18TPE1\0\0\0\x0e\0\0\0canary-artist" if form == "MP3" else b""
    return tag + written.getvalue()


def film() -> bytes:
    """Three frames of motion JPEG in an AVI file, written by hand, with a comment in its list of information."""
    frames = []
    for _ in range(3):
        written = io.BytesIO()
        noise(64, 48).save(written, "JPEG")
        frames.append(written.getvalue())
    head = struct.pack("<14I", 100_000, 0, 0, 0x10, len(frames), 0, 1, 2**20, 64, 48, 0, 0, 0, 0)
    stream = b"vidsMJPG" + struct.pack("<IHHIIIIIIIIHHHH", 0, 0, 0, 0, 1, 10, 0, 3, 2**20, 0, 0, 0, 0, 64, 48)
    form = struct.pack("<IIIHHIIIIII", 40, 64, 48, 1, 24, 0x47504A4D, 64 * 48 * 3, 0, 0, 0, 0)
    header = _list(b"hdrl", _chunk(b"avih", head) + _list(b"strl", _chunk(b"strh", stream) + _chunk(b"strf", form)))
    info = _list(b"INFO", _chunk(b"ICMT", b"canary-comment"))
    movie = _list(b"movi", b"".join(_chunk(b"00dc", one) for one in frames))
    return _chunk(b"RIFF", b"AVI " + header + info + movie)


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _list(name: bytes, body: bytes) -> bytes:
    return _chunk(b"LIST", name + body)


WORDS = "They came at night.\n\x1b[2Jcanary-text \u202e<script>".encode()


def canaries_in(data: bytes) -> tuple[str, ...]:
    """The canaries that some bytes hold, as they stand or in UTF-16."""
    return tuple(one for one in CANARIES if one.encode() in data or one.encode("utf-16-be") in data)


def chunks(png: bytes) -> Iterator[bytes]:
    """The names of a PNG file's chunks."""
    at = 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8]
        at += 12 + size


# ── hostile ones ──────────────────────────────────────────────────────────────────────────────


def bomb(side: int = 100_000) -> bytes:
    """A PNG of a few bytes that says it is as wide and as high as that."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(10))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


def pages(kids: bytes = b"3 0 R", count: int = 1, box: bytes = b"0 0 200 200") -> bytes:
    """A PDF written by hand, of so many pages as it says."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[" + kids + b"]/Count " + str(count).encode() + b">>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[" + box + b"]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
