"""Signed notes: what is one, to the byte, and what is none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tlog_scales.signing import NoteSignature

from tests.tlog.signers import ENTRY, LOG, OWN
from truceline.tlog.keys import PublicKey, encoded
from truceline.tlog.note import MOST_BYTES, MOST_SIGNATURES, Note, Signature, signed, with_signatures

# The example that C2SP signed-note prints.
PRINTED = """\
Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore \
NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
""".encode()

# The example that the Go package's documentation prints, with the key it is signed by.
FOO = PublicKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
SIGNED_BY_FOO = """\
This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
""".encode()


def line(name: str = "a", data: bytes = b"1234sig") -> bytes:
    return f"— {name} {encoded(data)}\n".encode()


def test_the_printed_example_reads() -> None:
    """The text keeps its empty line and its last newline; the last empty line ends it."""
    note = Note.parse(PRINTED)
    assert note.text.endswith("sole:\n\ned è subito sera.\n")
    assert [(one.name, one.key_id.hex(), len(one.blob)) for one in note.signatures] == [
        ("quasimodo.example/salvatore", "367ba04b", 64)
    ]
    assert note.data == PRINTED


def test_the_printed_signature_verifies() -> None:
    note = Note.parse(SIGNED_BY_FOO)
    (signature,) = note.signatures
    assert signature.key_id == FOO.id
    assert FOO.verifies(note.text.encode(), signature.blob)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "an empty line and signatures"),
        (b"text\n", "an empty line and signatures"),
        (b"\n" + line(), "an empty line and signatures"),
        (b"text\n\n", "a signature line that ends in a newline"),
        (b"text\n\n" + line()[:-1], "a signature line that ends in a newline"),
        (b"text\n\n\n", "a signature line that ends in a newline"),
        (b"text\n\n" + line() + b"more\n", "a signature line"),
        (b"text\n\n- a " + line()[6:], "a signature line"),
        (b"text\n\n" + line().replace(b" a ", b"  "), "a key's name"),
        (b"text\n\n" + line().replace(b" a ", b" a"), "a signature line"),
        (b"text\n\n" + line("a+b"), "a key's name"),
        (b"text\n\n" + line("a\u2003b"), "a key's name"),
        (b"text\n\n" + line(data=b"1234"), "not 4 bytes"),
        (b"text\n\n" + line().replace(b"=", b""), "a signature in base64"),
        (b"te\rxt\n\n" + line(), "control characters"),
        (b"te\txt\n\n" + line(), "control characters"),
        (b"te\0xt\n\n" + line(), "control characters"),
        (b"te\xffxt\n\n" + line(), "UTF-8, not the bytes at 2"),
        (b"te\xed\xa0\x80xt\n\n" + line(), "UTF-8"),
        (b"x" * MOST_BYTES + b"\n\n" + line(), "at most 1,000,000 bytes"),
        (b"text\n\n" + line() * (MOST_SIGNATURES + 1), "at most 100 signatures, not 101"),
    ],
)
def test_what_is_no_note(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Note.parse(data)


def test_at_least_sixteen_signatures_are_read() -> None:
    """Verifiers MUST accept at least up to 16 signatures; of keys and lengths they need not know."""
    data = b"text\n\n" + b"".join(line(f"k{i}", b"1234" + bytes(i + 1)) for i in range(16))
    assert len(Note.parse(data).signatures) == 16


@pytest.mark.parametrize("text", ["one line\n", "\n", "two\n\n\nparts\n", "é\u2028\x7f\n", "\n\n"])
def test_what_is_signed_reads_back_and_verifies(text: str) -> None:
    note = Note.parse(signed(text, LOG, ENTRY))
    assert note.text == text
    for signer, signature in zip((LOG, ENTRY), note.signatures, strict=True):
        assert signature[:2] == (signer.public.name, signer.public.id)
        assert signer.public.verifies(text.encode(), signature.blob)


@pytest.mark.parametrize("text", ["", "no newline", "a\x01\n", "a\r\n"])
def test_what_cannot_be_signed(text: str) -> None:
    with pytest.raises(ValueError, match="newline"):
        signed(text, LOG)


def test_a_note_is_signed_by_somebody_and_never_by_a_cosigners_key() -> None:
    with pytest.raises(ValueError, match="a key to sign it"):
        signed("text\n")
    with pytest.raises(ValueError, match="signs nothing but checkpoints"):
        signed("text\n", OWN)


def test_signatures_are_added_once_below_those_there() -> None:
    note = signed("text\n", LOG)
    more = Signature("b", b"1234", b"x"), Signature("b", b"1234", b"y")
    longer = with_signatures(note, *more, more[0])
    assert longer == note + more[0].line.encode() + more[1].line.encode()
    assert with_signatures(longer, *more) == longer
    with pytest.raises(ValueError, match="at most 100 signatures, not 101"):
        with_signatures(note, *(Signature("b", b"1234", bytes([i])) for i in range(100)))


def test_an_outside_reader_reads_our_signature_lines() -> None:
    (signature,) = Note.parse(signed("text\n", LOG)).signatures
    read = NoteSignature.from_line(signature.line.rstrip("\n"))
    assert (read.name, read.key_id.to_bytes(4), read.payload) == signature


names = st.text(min_size=1, max_size=20).filter(lambda name: "+" not in name and not any(map(str.isspace, name)))
names = names.filter(lambda name: name.isprintable())
signatures = st.builds(Signature, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=80))


@settings(max_examples=60)
@given(signatures)
def test_a_signature_line_reads_back(signature: Signature) -> None:
    assert Signature.parse(signature.line[:-1]) == signature


@settings(max_examples=150)
@given(st.binary(max_size=60) | st.text("ab \n—+=A", max_size=60).map(str.encode), st.lists(signatures, max_size=3))
def test_whatever_reads_as_a_note_is_those_bytes(start: bytes, lines: list[Signature]) -> None:
    """Text, empty line and lines written anew are the bytes that came: nothing is read two ways."""
    data = start + b"\n\n" + "".join(one.line for one in lines).encode()
    try:
        note = Note.parse(data)
    except ValueError:
        return
    assert data == f"{note.text}\n{''.join(one.line for one in note.signatures)}".encode()
