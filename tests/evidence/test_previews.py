"""What is shown or handed on is made anew, by a process that can open nothing, and holds nothing but what is seen."""

import io
import subprocess
import sys
import wave

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.evidence import files
from truceline.desk.evidence import NoPreview, media_of, preview, previews, strip
from truceline.desk.evidence.drawing import REFUSALS, SIDE, TALLEST, TOLD, Refusal, drawn

DRAWN = {
    "photograph": files.photograph(),
    "drawing": files.drawing(),
    "document": files.document(),
    "wave": files.sound(),
    "song": files.sound("MP3"),
    "film": files.film(),
}


def refused(data: bytes, media: str = "") -> str:
    with pytest.raises(NoPreview) as caught:
        preview(data, media or media_of(data))
    assert "original is kept" in str(caught.value)
    assert caught.value.exit_code == 6
    return caught.value.reason


# ── what is left of a file ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", DRAWN)
def test_a_preview_holds_no_metadata(name: str) -> None:
    """The file has canaries in every corner; its preview has none, and no place for any."""
    data = DRAWN[name]
    assert files.canaries_in(data)
    shown = preview(data, media_of(data))
    assert shown.media == "image/png"
    assert files.canaries_in(shown.data) == ()
    assert list(files.chunks(shown.data)) == [b"IHDR", b"IDAT", b"IEND"]
    with Image.open(io.BytesIO(shown.data)) as picture:
        picture.load()
        assert picture.width <= SIDE
        assert picture.height <= TALLEST
        assert (picture.info, dict(picture.getexif())) == ({}, {})


def test_a_photograph_keeps_its_pixels_and_nothing_else() -> None:
    """Upright, though the word that says which way is up is gone; what stood in it is told by its sorts."""
    data = DRAWN["photograph"]
    copy = strip(data, "image/jpeg")
    assert set(copy.removed) == {"exif", "gps", "maker_notes", "xmp", "iptc", "comments", "bytes_after_its_end"}
    assert set(copy.removed) <= set(TOLD)
    assert files.canaries_in(copy.data) == ()
    with Image.open(io.BytesIO(copy.data)) as made, Image.open(io.BytesIO(data)) as original:
        assert made.tobytes() == original.convert("RGB").transpose(Image.Transpose.ROTATE_270).tobytes()


def test_a_sound_keeps_its_samples_and_nothing_else() -> None:
    data = DRAWN["wave"]
    copy = strip(data, "audio/wav")
    assert (copy.media, copy.removed, files.canaries_in(copy.data)) == ("audio/wav", ("sound_tags",), ())
    with wave.open(io.BytesIO(copy.data)) as made:
        assert (made.getframerate(), made.getnchannels(), made.getnframes()) == (8000, 1, 1600)


def test_what_a_transparent_pixel_hid_is_not_handed_on() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (4, 4), (200, 10, 10, 0)).save(written, "PNG")
    with Image.open(io.BytesIO(strip(written.getvalue(), "image/png").data)) as made:
        assert made.getcolors() == [(16, (255, 255, 255))]


def test_a_text_can_do_nothing() -> None:
    """Escape sequences and marks of direction are shown by their numbers, in a preview and in a copy."""
    expected = "They came at night.\n\\x1b[2Jcanary-text \\u202e<script>"
    assert preview(files.WORDS, "text/plain").data.decode() == expected
    assert strip(files.WORDS, "text/html").data.decode() == expected
    assert len(preview(b"x" * 10**6, "text/plain").data) == previews.SHOWN_CHARS


def test_a_document_and_a_film_have_no_copy_without_metadata() -> None:
    for name in ("document", "film"):
        with pytest.raises(NoPreview):
            strip(DRAWN[name], media_of(DRAWN[name]))


def test_a_picture_of_several_frames_shows_the_first() -> None:
    """As telephones write them, with what the eye does not see in a second frame; only that it is there is told."""
    written = io.BytesIO()
    files.noise().save(written, "MPO", save_all=True, append_images=[files.noise()])
    shown = preview(written.getvalue(), "image/jpeg")
    assert shown.told == ("further_frames",)


def test_metadata_that_cannot_be_read_hides_no_other() -> None:
    """A block that breaks its reader is told as such, beside what can be told."""
    broken = files.photograph().replace(b"Exif\x00\x00MM\x00*\x00\x00\x00\x08", b"Exif\x00\x00MM\x00*\xff\xff\xff\xff")
    told = preview(broken, "image/jpeg").told
    assert {"xmp", "iptc", "comments", "bytes_after_its_end"} <= set(told)


# ── hostile files ─────────────────────────────────────────────────────────────────────────────

HOSTILE = {
    "a bomb": (files.bomb(), "too_large"),
    "a photograph cut short": (files.photograph()[:900], "damaged"),
    "a header alone": (files.drawing()[:30], "damaged"),
    "a document that is its own page": (files.pages(b"2 0 R", 10**6), "damaged"),
    "pages as wide as a town": (files.pages(box=b"0 0 1000000 1000000"), "too_large"),
    "a document of nonsense": (b"%PDF-1.7\nnonsense", "damaged"),
    "a sound cut short": (files.sound("FLAC")[:40], "damaged"),
    "a film cut short": (files.film()[:300], "damaged"),
    "an archive": (b"PK\x03\x04", "no_preview"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_the_reason(name: str) -> None:
    """The preview is refused, in words that say why; nothing else happens."""
    data, reason = HOSTILE[name]
    assert refused(data) == reason


def test_a_million_pages_are_a_picture_of_three() -> None:
    shown = preview(files.pages(b"3 0 R " * 10**6, 10**6), "application/pdf")
    with Image.open(io.BytesIO(shown.data)) as picture:
        assert picture.height <= TALLEST


def test_a_polyglot_is_what_its_first_bytes_say_and_no_more() -> None:
    """A photograph that is an archive too: of the archive nothing comes through."""
    data = files.photograph() + b"PK\x03\x04" + b"canary-behind"
    shown = preview(data, media_of(data))
    assert "bytes_after_its_end" in shown.told
    assert b"PK" not in shown.data[:60]
    assert files.canaries_in(shown.data) == ()


def test_a_file_that_lies_about_its_type_is_refused() -> None:
    assert refused(files.photograph(), "audio/wav") == "damaged"
    assert refused(files.sound(), "image/png") == "damaged"


def test_a_file_too_large_to_draw_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "MOST_DRAWN_B", 100)
    assert refused(files.photograph()) == "too_large"


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([name for name in DRAWN if name != "film"]), st.data())
def test_damage_anywhere_is_refused_or_drawn(name: str, data: st.DataObject) -> None:
    """Whatever byte is changed and wherever the file ends, there is a picture of allowed size or one of the reasons."""
    whole = bytearray(DRAWN[name])
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    try:
        found = drawn(cut, media_of(DRAWN[name]), whole=False)
    except Refusal as refusal:
        reason = str(refusal)
    else:
        reason = "" if len(found.data) == 3 * found.shape[0] * found.shape[1] else "a picture of another size"
    assert reason in {"", *REFUSALS}


def test_films_are_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library for them the reason says what to install."""
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(Refusal, match="films_missing"):
        drawn(files.film(), "video/vnd.avi", whole=False)
    assert "truceline[films]" in REFUSALS["films_missing"]


# ── the process that draws ────────────────────────────────────────────────────────────────────


def test_no_argument_tells_what_a_file_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody at the machine can read the arguments of a process; a media type is sealed with its file."""
    given = list[list[str]]()

    def recorded(command: list[str], *, stderr: int, env: dict[str, str], cwd: str, **_pipes: int) -> object:
        given.append(command)
        return popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, env=env, cwd=cwd)

    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", recorded)
    preview(DRAWN["drawing"], "image/png")
    (command,) = given
    assert not any("image" in word or "png" in word.lower() for word in command)


TRIES = """
import os, socket, sys
from truceline.desk.evidence.confining import confine
confined = confine()
def tried(what):
    try:
        what()
    except (OSError, MemoryError):
        return "denied"
    return "done"
tries = {
    "read": lambda: open("/etc/hostname"), "write": lambda: open(sys.argv[1], "w"), "list": lambda: os.listdir("/"),
    "socket": lambda: socket.socket(), "pair": lambda: socket.socketpair(), "pipe": lambda: os.pipe(),
    "memory": lambda: bytearray(2 * 2**30),
}
if confined:
    tries |= {
        "fork": lambda: os.fork(), "run": lambda: os.execv("/bin/true", ["true"]), "kill": lambda: os.kill(1, 0),
        "remove": lambda: os.unlink(sys.argv[1]), "rename": lambda: os.rename(sys.argv[1], "/tmp/x"),
        "look": lambda: os.stat("/"), "go": lambda: os.chdir("/"), "parent": lambda: os.getppid() and None,
    }
    del tries["parent"]
os.write(1, repr({name for name, what in tries.items() if tried(what) != "denied"}).encode())
"""


def test_the_process_that_draws_can_reach_nothing(tmp_path: pytest.TempPathFactory) -> None:
    """No file, socket, pipe, process or gigabyte is to be had once it has confined itself."""
    there = f"{tmp_path}/there"
    with open(there, "w", encoding="utf-8") as file:  # noqa: PTH123 - as the process itself would
        file.write("x")
    done = subprocess.run([sys.executable, "-I", "-c", TRIES, there], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()", "")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "no_answer"),
        (b"nonsense", "no_answer"),
        (b'{"refused": "damaged"}\n', "damaged"),
        (b'{"refused": "see http://elsewhere"}\n', "no_answer"),
        (b'{"shape": [2, 2], "told": ["a secret"]}\n' + bytes(12), "no_answer"),
        (b'{"shape": [-2, 2], "told": []}\n' + bytes(12), "no_answer"),
        (b'{"shape": [2, 2], "told": []}\n' + bytes(11), "no_answer"),
        (b'{"shape": [2, 1000000000], "told": []}\n' + bytes(12), "no_answer"),
        (b"[1]\n", "no_answer"),
    ],
)
def test_an_answer_is_believed_in_nothing(answer: bytes, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the process taken over by what it draws, words and shapes that are not allowed come no further."""
    monkeypatch.setattr(previews, "_run", lambda *_: answer)
    assert refused(files.photograph()) == reason


def test_a_process_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "PATIENCE_S", 0.0)
    assert refused(files.photograph()) == "over_limits"
