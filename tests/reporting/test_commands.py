"""Cases at the command line: nothing told or drawn is an argument, a file name, an error text or JSON."""

import contextlib
import inspect
import io
import json
import os
import pty
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.reporting.conftest import TOLD
from tests.terminal import invoked
from tests.verbs.conftest import made_world
from truceline.desk.evidence.drawing import TOLD as TOLD_OF_FILES
from truceline.desk.guard import Role
from truceline.desk.node import Node, create
from truceline.desk.people import People, enrolling
from truceline.desk.reporting import Answer
from truceline.desk.sealing.vault import Vault
from truceline.doors.cli import case
from truceline.doors.render import cases
from truceline.doors.render.words import Words
from truceline.errors import DataError, Locked, Refused, UnknownName
from truceline.kinds import ReportReceived

LOCALE = Path(cases.__file__).parent / "locale"
WORD = "a passphrase of an officer"
FORM = {"words": TOLD.words, "where": TOLD.where, "when": TOLD.when, "who": TOLD.who}


@dataclass
class Shell:
    """The command line of one node, with an officer."""

    node: Node

    @property
    def env(self) -> dict[str, str]:
        return {
            "TRUCELINE_NODE": str(self.node.path),
            "TRUCELINE_MARKERS": str(self.node.world.markers),
            "TRUCELINE_PASSPHRASE": "a passphrase",
            "TRUCELINE_OFFICER": "Duty officer",
            "TRUCELINE_OFFICER_PASSPHRASE": WORD,
            "COLUMNS": "200",
        }

    def run(self, *words: str, said: str = "") -> tuple[str, str]:
        """What a command prints, apart from what it remarks."""
        done = invoked(words, self.env, said)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout, done.stderr

    def new(self, *words: str, **form: object) -> tuple[str, str]:
        """A new case: its phrase, and all that was printed."""
        printed, remarked = self.run("case", "new", "--yes", *words, said=json.dumps({**FORM, **form}))
        phrase = next(line.strip() for line in printed.splitlines() if line.startswith("    "))
        return phrase, printed + remarked

    def ids(self) -> list[str]:
        with Vault(self.node) as vault:
            return [one.id for one in vault.ids()]


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with create(
        tmp_path / "n", "n", "monitor", "mission", "a passphrase", made_world("n", tmp_path / "markers")
    ) as node:
        with People(node.path, node.world) as people:
            enrolling.add(node, people, "Duty officer", Role.MONITOR_OFFICER, WORD)
        yield Shell(node)


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_a_phrase_is_printed_once_with_how_to_keep_it(shell: Shell, language: str) -> None:
    """In the reporter's language; nothing that was told is printed with it."""
    phrase, printed = shell.new("--lang", language, "--phrase", language)
    said = Words(language)
    assert printed.count(phrase) == 1
    assert [said.say(f"case-keep-{number}") in printed for number in range(1, 6)] == [True] * 5
    assert not any(told in printed for told in FORM.values())
    answer, _ = shell.run("case", "return", "--lang", language, said=phrase)
    assert said.say("case-answer-waiting") in answer
    assert said.say("case-letters-none") in answer
    assert not any(told in answer for told in (*FORM.values(), phrase))


def test_it_is_read_back_before_it_is_sealed(shell: Shell) -> None:
    """Without a terminal nobody can agree, and nothing is sealed."""
    done = invoked(["case", "new"], shell.env, json.dumps(FORM))
    assert isinstance(done.exception, Refused)
    assert all(told in done.stderr for told in FORM.values())
    assert "Not kept: the hour, names of files, your device" in done.stderr
    assert shell.ids() == []


def test_a_report_is_added_answered_and_erased(shell: Shell) -> None:
    """From the first word to the last, by the phrase alone."""
    phrase, _ = shell.new()
    (first,) = shell.ids()
    assert (
        shell.run("case", "add", "--yes", said=f"{phrase}\n{json.dumps({'words': 'Once more.'})}")[0]
        == "Sealed. It is kept.\n"
    )
    shell.run("case", "letter", first, said="Thank you. We will look.\n")
    answer, _ = shell.run("case", "return", said=phrase)
    assert answer.count("it has not left this office") == 2
    assert "Thank you. We will look." in answer
    assert shell.run("case", "erase", "--yes", said=phrase)[0].startswith("2 reports are erased.")
    with pytest.raises(Locked, match="no case here opens"):
        shell.run("case", "return", said=phrase)


def test_no_command_on_cases_calls_anybody(shell: Shell) -> None:
    """Whoever watches the line does not see that somebody reports, comes back or has it erased."""
    called, listening = list[str](), [True]

    def heard(event: str, _: tuple[object, ...]) -> None:  # an audit hook stays for good: it is told when to stop
        if listening and event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"}:
            called.append(event)

    sys.addaudithook(heard)
    phrase, _ = shell.new()
    shell.run("case", "add", "--yes", said=f"{phrase}\n{json.dumps({'words': 'Once more.'})}")
    shell.run("case", "return", said=phrase)
    shell.run("case", "erase", "--yes", said=phrase)
    assert called == []
    with socket.socket() as line, contextlib.suppress(OSError):
        line.connect(("127.0.0.1", 1))
    listening.clear()
    assert called == ["socket.connect"]


def test_officers_see_which_case_it_is(shell: Shell) -> None:
    """The same key in both reports of a case, another in another's."""
    phrase, _ = shell.new()
    shell.run("case", "add", "--yes", said=f"{phrase}\n{json.dumps({'words': 'Once more.'})}")
    shell.new()
    found = [json.loads(shell.run("open", one, "--json")[0])["envelope"]["case"] for one in shell.ids()]
    assert sorted(found.count(one) for one in set(found)) == [1, 2]
    assert all(len(one) == 64 for one in found)


def test_a_letter_is_for_officers_who_may_read_the_report(shell: Shell) -> None:
    """To every other one at the same desk there is no such report, and so no case."""
    shell.new()
    (first,) = shell.ids()
    with People(shell.node.path, shell.node.world) as people:
        enrolling.add(shell.node, people, "Guest", Role.OBSERVER, WORD, people.unlock("Duty officer", WORD))
    with pytest.raises(UnknownName, match="no sealed object named"):
        shell.run("case", "letter", first, "--officer", "Guest", said="Hello.")


def test_an_error_repeats_nothing(shell: Shell, tmp_path: Path) -> None:
    """Neither a phrase that opens nothing, nor a form that cannot be read, nor the path of a file."""
    secret = tmp_path / "Xandrevio.jpg"
    tries: list[tuple[tuple[str, ...], str, type[Exception]]] = [
        (("case", "return"), "acorn " * 10, Locked),
        (("case", "return"), "xandrevio " * 10, DataError),
        (("case", "new", "--yes"), '{"words": "Xandrevio", "name": "Xandrevio"}', DataError),
        (("case", "new", "--yes"), "Xandrevio", DataError),
        (("case", "new", "--yes"), json.dumps({**FORM, "language": "Xandrevio"}), DataError),
        (("case", "new", "--yes"), json.dumps({**FORM, "files": [str(secret)]}), DataError),
        (("case", "letter", "0" * 32), "Xandrevio", UnknownName),
    ]
    for words, said, error in tries:
        with pytest.raises(error) as raised:
            shell.run(*words, said=said)
        assert "xandrevio" not in str(raised.value).lower()
        assert "acorn" not in str(raised.value)


def test_nothing_is_asked_where_nothing_can_be_sealed(tmp_path: Path) -> None:
    """A reporter is not made to tell it in vain."""
    world = made_world("m", tmp_path / "markers")
    with (
        create(tmp_path / "m", "m", "monitor", "", "a passphrase", world) as node,
        pytest.raises(Refused, match="truceline officer add"),
    ):
        Shell(node).run("case", "new", "--yes", said="not even read")


def test_a_photograph_loses_what_a_camera_wrote(shell: Shell, tmp_path: Path) -> None:
    """What is sealed is made anew from its pixels, without a name; as it is only where the reporter says so."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Kwarvelli", "Device 5521"  # maker, model
    path, held = tmp_path / "IMG_5521.jpg", io.BytesIO()
    Image.fromarray(np.full((8, 8, 3), 90, np.uint8)).save(held, "JPEG", exif=exif)
    path.write_bytes(held.getvalue())
    shell.new(files=[str(path)])
    shell.new("--as-they-are", files=[str(path)])
    with Vault(shell.node) as vault, People(shell.node.path, shell.node.world) as people:
        body = people.unlock("Duty officer", WORD).body
        assert body is not None
        both = [vault.open(one, body) for one in shell.ids()]
    sealed = sorted(data for one in both for data in one.files.values())
    assert [b"Kwarvelli" in data for data in sealed] == [data == path.read_bytes() for data in sealed]
    assert sorted(b"Kwarvelli" in data for data in sealed) == [False, True]
    assert all(file.name == "" for one in both if one.envelope for file in one.envelope.files)


def test_a_terminal_shows_no_phrase_while_it_is_typed(shell: Shell) -> None:
    """Told, read back and agreed to at a terminal, which is cleared; the phrase is not echoed when it is typed."""
    turns = [(b"an empty line ends it", "They came at dawn.\n\n"), (b"Where did it", "At the mill\n")]
    turns += [(asked, "\n") for asked in (b"When did it", b"Who says so", b"one path a line")]
    shown = talked(shell, "new", [*turns, (b"Is this right", "y\n"), (b"Enter clears", "\n")])
    assert b"What happened: They came at dawn." in shown
    assert b"Who says so: not named" in shown
    assert shown.rstrip().endswith(b"\x1b[2J\x1b[3J\x1b[H")
    phrase = shown.decode().partition("find it again:")[2].split("1.")[0].strip()
    assert len(phrase.split()) == 10
    shown = talked(shell, "return", [(b"while you type): ", f"{phrase}\n")])
    assert b"it has not left this office" in shown
    assert phrase.split()[0].encode() not in shown


def talked(shell: Shell, command: str, turns: list[tuple[bytes, str]]) -> bytes:
    """All that a terminal shows of a command, each turn answered once it is asked."""
    master, slave = pty.openpty()
    words: list[str | Path] = [Path(sys.executable).with_name("truceline"), "case", command]
    with subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, env={**os.environ, **shell.env}) as process:
        os.close(slave)
        shown = b""
        for asked, answer in turns:
            before = len(shown)
            while asked not in shown[before:] and (chunk := _read(master)):
                shown += chunk
            os.write(master, answer.encode())
        while chunk := _read(master):
            shown += chunk
        assert process.wait() == 0, shown
    os.close(master)
    return shown


def _read(master: int) -> bytes:
    try:
        return os.read(master, 4096)
    except OSError:  # the other end is closed
        return b""


# ── report receive ────────────────────────────────────────────────────────────────────────────


def test_a_report_is_sealed_unless_it_was_published(shell: Shell, tmp_path: Path) -> None:
    """By every way but that one, its document with it and without its name; the log shows nothing at all yet."""
    letter = tmp_path / "from Xandrevio.pdf"
    letter.write_bytes(b"%PDF-1.7 \x00\xff not text")
    before = shell.node.record.size(shell.node.origin)
    told = ("--source", "Town council", "--yes", str(letter))
    ids = [
        shell.run("report", "receive", "--channel", way, *told)[0].strip()
        for way in ("hotline", "letter", "meeting", "message")
    ]
    assert sorted(ids) == shell.ids()
    assert shell.node.record.size(shell.node.origin) == before
    with Vault(shell.node) as vault, People(shell.node.path, shell.node.world) as people:
        body = people.unlock("Duty officer", WORD).body
        assert body is not None
        one = vault.open(ids[0], body)
    assert isinstance(one.payload, ReportReceived)
    assert list(one.files.values()) == [letter.read_bytes()]
    assert one.envelope is not None
    assert (one.envelope.files[0].name, one.envelope.officer) == ("", "Duty officer")
    for way in (("published",), ("letter", "--openly")):
        shell.run("report", "receive", "--channel", *way, *told)
    assert shell.node.record.size(shell.node.origin) == before + 2


def test_words_to_be_sealed_are_no_argument(shell: Shell) -> None:
    with pytest.raises(DataError, match="everybody at this machine can read a command's arguments"):
        shell.run("report", "receive", "--channel", "hotline", "--source", "A caller", "--text", "Xandrevio", "--yes")
    shell.run(
        "report", "receive", "--channel", "hotline", "--source", "A caller", "--text", "-", "--yes", said="Shots."
    )


def test_every_word_of_the_form_is_said_somewhere() -> None:
    """No message for reporters lies unused, and everything that can be taken out of a file has its words."""
    catalog = (LOCALE / "en" / "case.ftl").read_text(encoding="utf-8")
    ids = [line.split(" =")[0] for line in catalog.splitlines() if line.startswith("case-")]
    source = inspect.getsource(case) + inspect.getsource(cases)
    known = {f"case-removed-{one.replace('_', '-')}" for one in TOLD_OF_FILES} | {
        f"case-answer-{one}" for one in Answer
    }
    known |= {f"case-field-{number}" for number in range(8)} | {f"case-keep-{number}" for number in range(1, 6)}
    known |= {f"case-{kind}-{part}" for kind in ("ask", "back") for part in ("words", "where", "when", "who", "day")}
    assert {one for one in ids if one not in known and one not in source} == set()
    assert {one for one in known if not Words("en").knows(one)} <= {"case-ask-day"}
