"""A disclosure before the single-file verifier: what it shows, and that it judges as the product's own reader does."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog.logs import Log, signer
from tests.tlog.test_verifier import SCRIPT, VERIFY
from truceline.canon import canonical_text
from truceline.desk.sealing.disclosing import FORMAT, read
from truceline.errors import DataError
from truceline.tlog.commitment import Opening, commit
from truceline.tlog.entry import Entry
from truceline.tlog.keys import Signer, words
from truceline.tlog.merkle import inclusion_proof
from truceline.tlog.proof import Proof

ID = "ab" * 16
WHERE = '{"place_name":"The crossing"}'


def opening(field: int, text: str) -> Opening:
    """A field of the example with a salt of its own."""
    return Opening(field, bytes([field]) * 32, text.encode(), 256 - len(text.encode()))


TOLD = [opening(i, WHERE if i == 3 else f'{{"f":{i}}}') for i in range(8)]


def sealed(log: Log, key: Signer | None = None) -> Entry:
    """A sealed entry of eight fields."""
    commitments = [commit(log.origin, ID, one) for one in TOLD]
    return log.append("sealed", id=ID, commitments=commitments, signer=key or log.entry_key())


def disclosure(log: Log, entry: Entry, *fields: int, enrolled: tuple[int, ...] = ()) -> dict[str, Any]:
    """The file's members: the entry, and what of it is told."""
    head = log.head(cosigners=[signer("watch/witness", 4)])

    def proved(one: Entry) -> dict[str, str]:
        path = inclusion_proof(one.seq, head.size, log.node())
        return {"entry": one.leaf.decode(), "proof": Proof(one.seq, tuple(path), head).write().decode()}

    return {
        "format": FORMAT, "origin": log.origin, "index": entry.seq, **proved(entry), "genesis": proved(log.entries[0]),
        "enrolled": [proved(log.entries[index]) for index in enrolled],
        "opened": [
            {"field": i, "salt": TOLD[i].salt.hex(), "payload": TOLD[i].payload.decode(), "padding": TOLD[i].padding}
            for i in fields
        ],
    }  # fmt: skip


def example() -> tuple[Log, dict[str, Any]]:
    """A log of 13 entries whose key was rotated before the sealed one."""
    log = Log("red").fill(4)
    log.rotate()
    entry = sealed(log.fill(9))
    return log, disclosure(log.fill(13), entry, 1, 3, enrolled=(4,))


LOG, TREE = example()


def data_of(tree: object) -> bytes:
    """The file's bytes."""
    return canonical_text(tree).encode() + b"\n"


def holds(tree: object) -> bool:
    """The verifier's verdict."""
    try:
        VERIFY.check_disclosure(data_of(tree), "disclosure.json")
    except VERIFY.Wrong:
        return False
    return True


def read_too(tree: object) -> bool:
    """The verdict of the product's own reader."""
    try:
        read(data_of(tree), "disclosure.json")
    except DataError:
        return False
    return True


def run(path: Path) -> subprocess.CompletedProcess[str]:
    """The script, as a stranger runs it: alone, offline."""
    command = [sys.executable, "-I", str(SCRIPT), str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_disclosure_is_shown_with_what_to_compare(tmp_path: Path) -> None:
    """Exit code 0: the log, its place, the fingerprint in words, who else signed, and each field told."""
    path = tmp_path / "one.json"
    path.write_bytes(data_of(TREE))
    done = run(path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{LOG.origin} (guarantor): sealed entry 9 of 13, root {LOG.head().root.hex()}",
        f"  fingerprint: {words(bytes.fromhex(LOG.genesis))}",
        "  head also signed, not checked here, by: watch/witness",
        '  field 1 (who): {"f":1}',
        '  field 3 (where): {"place_name":"The crossing"}',
        "all holds: 2 of 8 fields told",
    ]


def test_an_altered_disclosure_is_wrong(tmp_path: Path) -> None:
    """Exit code 1, and which field does not open."""
    path = tmp_path / "one.json"
    path.write_bytes(data_of(TREE).replace(b"The crossing", b"The bridges"))
    done = run(path)
    assert done.returncode == 1
    assert done.stdout == f"WRONG: {LOG.origin}#9: field 3 does not open its commitment\n"


def test_what_is_told_cannot_deceive_the_eye() -> None:
    """Marks that hide or turn round what stands beside them are shown as what they are."""
    log, text = Log("red").fill(3), '{"text":"a\u202eb\\u001b\u0627"}'
    told = commit(log.origin, ID, Opening(5, bytes(32), text.encode()))
    tree = disclosure(log, log.append("sealed", id=ID, commitments=["00" * 32] * 5 + [told]))
    tree["opened"] = [{"field": 5, "salt": "00" * 32, "payload": text}]
    shown = VERIFY.check_disclosure(data_of(tree), "x")
    assert shown[-2:] == ['  field 5 (words): {"text":"a\\u202eb\\u001b\u0627"}', "all holds: 1 of 6 fields told"]


def changed(tree: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The same members with one of them, however deep, another."""
    copy: dict[str, Any] = json.loads(json.dumps(tree))
    *above, last = [int(one) if one.isdigit() else one for one in path.split("/")]
    inner: Any = copy
    for one in above:
        inner = inner[one]
    inner[last] = value
    return copy


OTHER = disclosure(LOG, LOG.entries[9], 0)
SHORTER = disclosure((short := Log("red").fill(4)), sealed(short), 0)
LATER = disclosure(LOG, LOG.entries[8], 0)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", "truceline/disclosure/v2"),
        ("origin", "truceline/blue-00000000"),
        ("index", 8),
        ("index", "9"),
        ("new", 1),
        ("opened", []),
        ("opened", [TREE["opened"][0], TREE["opened"][0]]),
        ("opened", TREE["opened"][::-1]),
        ("opened/0/field", 2),
        ("opened/0/field", 8),
        ("opened/0/field", -1),
        ("opened/0/field", True),
        ("opened/0/salt", "01" * 31),
        ("opened/0/salt", "02" * 32),
        ("opened/0/payload", "{}"),
        ("opened/0/payload", "no JSON"),
        ("opened/0/padding", 0),
        ("opened/0/padding", -1),
        ("opened/0/padding", 65536),
        ("opened/0/padding", 2**40),
        ("opened/0/new", 1),
        ("entry", LATER["entry"]),
        ("entry", TREE["entry"].replace("sealed", "seales")),
        ("entry", TREE["entry"][:-5]),
        ("proof", OTHER["genesis"]["proof"]),
        ("proof", SHORTER["proof"]),
        ("proof", TREE["proof"].replace("index 9", "index 10")),
        ("proof", TREE["proof"].replace("index 9", "index 09")),
        ("proof", TREE["proof"].replace("tlog-proof@v1", "tlog-proof@v2")),
        ("proof", TREE["proof"].replace("\n\n", "\n")),
        ("proof", TREE["genesis"]["proof"].replace("index 0", "index 13")),
        ("proof", ""),
        ("proof", None),
        ("genesis", SHORTER["genesis"]),
        ("genesis", LATER),
        ("genesis", None),
        ("genesis/entry", TREE["entry"]),
        ("enrolled", []),
        ("enrolled", None),
        ("enrolled", TREE["enrolled"] * 2),
        ("enrolled", [TREE["genesis"], *TREE["enrolled"]]),
        ("enrolled", [{name: OTHER[name] for name in ("entry", "proof")}]),
        ("enrolled/0/entry", LOG.entries[5].leaf.decode()),
    ],
)
def test_every_other_disclosure_is_refused_by_both(path: str, value: object) -> None:
    """Another entry, place, head, key or field: verifier and reader agree that it does not hold."""
    tree = changed(TREE, path, value)
    assert (holds(tree), read_too(tree)) == (False, False)


def test_what_holds_holds_for_both() -> None:
    """A field or all, with and without keys enrolled between, with a retired key, and with extra data in a proof."""
    assert (holds(TREE), read_too(TREE)) == (True, True)
    log = Log("blue").fill(2)
    log.rotate()
    log.append("key.retired", {"key": log.entry_key(0).public.name, "why": "rotated"})
    tree = disclosure(log, sealed(log), *range(8), enrolled=(2, 3))
    assert (holds(tree), read_too(tree)) == (True, True)
    first = Log("white")
    tree = disclosure(first, sealed(first), 7)
    assert (holds(tree), read_too(tree)) == (True, True)
    tree = changed(tree, "proof", tree["proof"].replace("\nindex", "\nextra AAAA\nindex"))
    assert (holds(tree), read_too(tree)) == (True, True)


def test_a_key_that_was_retired_signs_nothing_later() -> None:
    """A sealed entry signed by a key that an entry in the file retired, or by a stranger, does not hold."""
    for key in ("old", "stranger"):
        log = Log("blue").fill(2)
        old = log.entry_key()
        log.rotate()
        log.append("key.retired", {"key": old.public.name, "why": "stolen"})
        entry = sealed(log, old if key == "old" else signer(f"{log.origin}/entry/9"))
        tree = disclosure(log, entry, 3, enrolled=(2, 3))
        assert (holds(tree), read_too(tree)) == (False, False)


def test_a_key_enrolled_later_signs_nothing_before() -> None:
    """The entries that enrol keys stand before the sealed one: a later key cannot be brought in for it."""
    log = Log("blue").fill(2)
    entry = sealed(log, log.entry_key(1))
    log.rotate()
    tree = disclosure(log, entry, 3, enrolled=(3,))
    assert (holds(tree), read_too(tree)) == (False, False)


def test_a_head_that_the_log_did_not_sign() -> None:
    """A head in the log's name under another key, or none of its signatures, is refused by both."""
    log = Log("blue").fill(2)
    entry = sealed(log)
    good = log.log_key
    log.log_key = type(good).from_seed(log.origin, 1, b"\x07" * 32)
    tree = disclosure(log, entry, 3)
    assert (holds(tree), read_too(tree)) == (False, False)


@settings(max_examples=60)
@given(st.data())
def test_a_changed_bit_is_found_by_both(data: st.DataObject) -> None:
    """Any bit of an entry, a proof, a salt or a payload changed: both say the same, and neither breaks."""
    path = data.draw(st.sampled_from(["entry", "proof", "genesis/entry", "genesis/proof", "enrolled/0/entry",
                                      "enrolled/0/proof", "opened/0/salt", "opened/1/payload"]))  # fmt: skip
    inner: Any = TREE
    for one in path.split("/"):
        inner = inner[int(one) if one.isdigit() else one]
    text = bytearray(inner.encode())
    bit = data.draw(st.integers(0, 8 * len(text) - 1))
    text[bit // 8] ^= 1 << bit % 8
    tree = changed(TREE, path, text.decode(errors="replace"))
    assert holds(tree) == read_too(tree)


@settings(max_examples=60)
@given(st.binary(max_size=200) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_no_disclosure(data: bytes) -> None:
    """Whatever a file holds, it is read or refused, never more."""
    with pytest.raises(VERIFY.Wrong, match="no disclosure"):
        VERIFY.check_disclosure(data, "x")
