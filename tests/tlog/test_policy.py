"""Policies: their text to the octet, and how firmly a head is held under one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog.signers import ENTRY, LOG, MONITOR, ORIGIN, OTHER, OWN, cosigner, head
from truceline.tlog import checkpoint, note
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.cosign import cosignature
from truceline.tlog.keys import COSIGNATURE_KEY, PublicKey, Signer
from truceline.tlog.policy import MOST, NONE, Group, Log, Policy, Witness, arranged

X = [cosigner(f"x{i}.example", 10 + i) for i in range(3)]
Y = [cosigner(f"y{i}.example", 20 + i) for i in range(3)]

# The example of C2SP tlog-policy, with keys.
PRINTED = f"""\
log {LOG.public.vkey}

witness X1 {X[0].public.vkey}
witness X2 {X[1].public.vkey}
witness X3 {X[2].public.vkey}
group X-witnesses 2 X1 X2 X3

witness Y1 {Y[0].public.vkey}
witness Y2 {Y[1].public.vkey}
witness Y3 {Y[2].public.vkey}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
""".encode()

SIDES = arranged({"side-a": [OWN.public], "side-b": [OTHER.public], "monitor": [MONITOR.public]})


# ── the text ─────────────────────────────────────────────────────────────────────────────────


def test_the_printed_policy_reads() -> None:
    policy = Policy.parse(PRINTED)
    assert policy.logs == (Log(LOG.public),)
    assert [one.name for one in policy.witnesses] == ["X1", "X2", "X3", "Y1", "Y2", "Y3"]
    assert policy.groups == (
        Group("X-witnesses", 2, ("X1", "X2", "X3")),
        Group("Y-witnesses", 1, ("Y1", "Y2", "Y3")),
        Group("X-and-Y", 2, ("X-witnesses", "Y-witnesses")),
    )
    assert policy.quorum == "X-and-Y"
    assert Policy.parse(policy.write()) == policy


def test_whitespace_comments_and_addresses() -> None:
    """Spaces and tabs only, anywhere; lines that begin with # are ignored, a # elsewhere is not a comment."""
    log = f"\tlog \t {LOG.public.vkey}\thttps://log.example/#1 \n"
    text = f"\n \t\n# quorum w\n\t # x\n{log}witness w {OWN.public.vkey} u\nquorum w\n"
    policy = Policy.parse(text.encode())
    assert (policy.logs[0].url, policy.witnesses[0].url) == ("https://log.example/#1", "u")
    assert Policy.parse(policy.write()) == policy


def test_names_are_octets() -> None:
    """A Kelvin sign is no K, a no-break space no space, and what is no UTF-8 is a name too."""
    names = [b"K", "\u212a".encode(), "a\u00a0b".encode(), b"\xff\x80"]
    lines = [b"witness %s %s\n" % (name, one.public.vkey.encode()) for name, one in zip(names, [*X, OWN], strict=True)]
    data = b"".join(lines) + b"group g all " + b" ".join(names) + b"\nquorum g\n"
    policy = Policy.parse(data)
    assert len({one.name for one in policy.witnesses}) == 4
    assert policy.write() == data


@pytest.mark.parametrize("octet", [b"\x00", b"\x0b", b"\x0c", b"\r", b"\x1f", b"\x7f"])
def test_no_other_control_characters(octet: bytes) -> None:
    with pytest.raises(ValueError, match="line 2: text without control characters"):
        Policy.parse(b"# one\n# two" + octet + b"\nquorum none\n")


MINE = f"witness w {OWN.public.vkey}\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "a newline at the end"),
        ("quorum none", "a newline at the end"),
        ("\n", "a quorum line"),
        (MINE, "a quorum line"),
        ("quorum none\nquorum none\n", "line 2: one quorum line in all"),
        ("quorum\n", "line 1: log VKEY"),
        ("quorum none x\n", "line 1: log VKEY"),
        ("quorum w\n" + MINE, "line 1: a witness or group named on a line before, not 'w'"),
        ("Quorum none\n", "line 1: log VKEY"),
        ("log\nquorum none\n", "line 1: log VKEY"),
        (f"log {LOG.public.vkey} u v\nquorum none\n", "line 1: log VKEY"),
        ("log x\nquorum none\n", "line 1: .* base64|line 1: a verifier key"),
        (f"log {OWN.public.vkey}\nquorum none\n", "a log's key of type 0x01"),
        (f"log {LOG.public.vkey}\nlog {LOG.public.vkey} u\nquorum none\n", "each log's key once"),
        (f"witness w\n{MINE}quorum w\n", "line 1: log VKEY"),
        (f"witness w {LOG.public.vkey}\nquorum w\n", "a witness's key of type 0x04"),
        (f"{MINE}witness v {OWN.public.vkey}\nquorum w\n", "each witness's key once"),
        (f"{MINE}witness w {OTHER.public.vkey}\nquorum w\n", "each name once"),
        (f"witness none {OTHER.public.vkey}\nquorum none\n", "none of them 'none'"),
        (f"{MINE}group w any w\nquorum w\n", "each name once"),
        (f"{MINE}group none any w\nquorum w\n", "each name once"),
        (f"{MINE}group g any none\nquorum g\n", "line 2: a witness or group named on a line before, not 'none'"),
        (f"{MINE}group g any g\nquorum g\n", "line 2: a witness or group named on a line before, not 'g'"),
        (f"{MINE}group g any w w\nquorum g\n", "each name in one group at most"),
        (f"{MINE}group g any w\ngroup h any w\nquorum g\n", "each name in one group at most, unlike those of 'h'"),
        (f"{MINE}group g any\nquorum g\n", "1 to 0 of the members"),
        (f"{MINE}group g\nquorum w\n", "line 2: log VKEY"),
        (f"{MINE}group g 0 w\nquorum g\n", "line 2: all, any or a number"),
        (f"{MINE}group g 01 w\nquorum g\n", "line 2: all, any or a number"),
        (f"{MINE}group g 2 w\nquorum g\n", "1 to 1 of the members"),
        (f"{MINE}group g 1.0 w\nquorum g\n", "line 2: all, any or a number"),
        (f"{MINE}group g ٢ w\nquorum g\n", "line 2: all, any or a number"),
    ],
)
def test_what_is_no_policy(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Policy.parse(text.encode())


def test_one_key_under_two_names_is_one_key() -> None:
    """Two vkeys are duplicates if they wrap the same public key, though name and key id differ."""
    same = PublicKey("elsewhere", COSIGNATURE_KEY, OWN.public.raw)
    with pytest.raises(ValueError, match="each witness's key once"):
        Policy((), (Witness("a", OWN.public), Witness("b", same)), ())
    with pytest.raises(ValueError, match="each log's key once"):
        Policy((Log(LOG.public), Log(PublicKey("elsewhere", 1, LOG.public.raw))), (), ())


def test_what_a_policys_text_could_not_say() -> None:
    for wrong in ((Witness("a b", OWN.public),), (Witness("", OWN.public),), (Witness("a", OWN.public, "u v"),)):
        with pytest.raises(ValueError, match="names and addresses without spaces"):
            Policy((), wrong, ())
    with pytest.raises(ValueError, match="members of 'g' that are defined before it"):
        Policy((), (), (Group("g", 1, ("w",)),))
    with pytest.raises(ValueError, match="a quorum that is a witness, a group or none"):
        Policy((), (), (), "w")
    with pytest.raises(ValueError, match=f"at most {MOST}"):
        Policy((), (Witness("w", OWN.public),), tuple(Group(f"g{i}", 1, ("w",)) for i in range(MOST + 1)))


def test_as_many_logs_witnesses_and_groups_as_asked_for() -> None:
    """At least up to 32 of each; and groups inside one another as deep as there are groups."""
    logs = tuple(Log(Signer.from_seed(f"l{i}", 1, bytes([i, 1]) * 16).public) for i in range(32))
    witnesses = tuple(Witness(f"w{i}", cosigner(f"w{i}", 100 + i).public) for i in range(32))
    groups = (Group("g0", 1, ("w0",)), *(Group(f"g{i}", 1, (f"g{i - 1}",)) for i in range(1, MOST)))
    policy = Policy(logs, witnesses, groups, groups[-1].name)
    assert Policy.parse(policy.write()) == policy
    assert policy.reached(head(5)).missing == (f"log {ORIGIN}", "w0")


# ── how firmly a head is held ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        ((), ("2 more of X-witnesses", "Y-witnesses")),
        ((X[0],), ("X-witnesses", "Y-witnesses")),
        ((X[0], X[2]), ("Y-witnesses",)),
        ((X[0], Y[0], Y[1]), ("X-witnesses",)),
        ((X[0], X[1], X[2]), ("Y-witnesses",)),
        ((X[0], X[1], Y[2]), ()),
    ],
)
def test_what_the_printed_quorum_lacks(there: tuple[Signer, ...], missing: tuple[str, ...]) -> None:
    """At least two of the X-witnesses, and at least one of the Y-witnesses."""
    reached = Policy.parse(PRINTED).reached(head(5, *there))
    assert reached.missing == missing
    assert [one.name for one in reached.by] == [one.public.name for one in there]


def test_a_head_that_no_listed_log_signed_lacks_its_log() -> None:
    policy = Policy((Log(ENTRY.public),), (), ())
    assert policy.reached(head(5)).missing == (f"log {ORIGIN}",)
    assert Policy((Log(ENTRY.public), Log(LOG.public)), (), ()).reached(head(5)).missing == ()
    assert Policy((), (), ()).reached(head(5)).missing == ()


def test_the_quorum_may_be_one_witness() -> None:
    policy = Policy((), (Witness("w", OTHER.public),), (), "w")
    assert policy.reached(head(5)).missing == ("w",)
    assert policy.reached(head(5, OTHER)).missing == ()


@pytest.mark.parametrize(
    ("there", "grade", "missing"),
    [
        ((), "open", (OWN.public.name, OTHER.public.name, MONITOR.public.name)),
        ((OWN,), "open", (OTHER.public.name, MONITOR.public.name)),
        ((MONITOR,), "open", (OWN.public.name, OTHER.public.name)),
        ((OWN, MONITOR), "open", (OTHER.public.name,)),
        ((OTHER,), "held", (OWN.public.name, MONITOR.public.name)),
        ((OTHER, MONITOR), "held", (OWN.public.name,)),
        ((OTHER, OWN), "held", (MONITOR.public.name,)),
        ((OTHER, OWN, MONITOR), "firm", ()),
    ],
)
def test_held_is_one_of_an_opposed_side_and_firm_all(
    there: tuple[Signer, ...], grade: str, missing: tuple[str, ...]
) -> None:
    reached = SIDES.reached(head(5, *there))
    assert (reached.held, reached.firm) == (grade != "open", grade == "firm")
    assert (reached.to_be_held, reached.missing) == (("side-b",) if grade == "open" else (), missing)


def of(origin: str, *there: Signer) -> Checkpoint:
    """A head of another log, cosigned."""
    signer = Signer.from_seed(origin, 1, b"o" * 32)
    text = checkpoint.text(origin, 5, bytes(32))
    return Checkpoint.parse(note.with_signatures(note.signed(text, signer), *(cosignature(text, w, 9) for w in there)))


def test_the_monitors_head_is_held_by_either_side() -> None:
    origin = MONITOR.public.name.removesuffix("/witness")
    assert SIDES.reached(of(origin, MONITOR)).to_be_held == ("side-a", "side-b")
    assert SIDES.reached(of(origin, OWN)).held
    assert SIDES.reached(of(origin, OTHER)).held


def test_the_head_of_one_whose_side_is_not_known_is_held_by_both() -> None:
    """A friend's word alone would be as easily taken back: one of each side surely is an opponent's."""
    assert SIDES.reached(of("truceline/band-9", OWN)).to_be_held == ("side-b",)
    assert SIDES.reached(of("truceline/band-9", OTHER)).to_be_held == ("side-a",)
    assert SIDES.reached(of("truceline/band-9", OWN, OTHER)).held


def test_a_side_of_several_speaks_with_any_voice_and_knows_its_logs() -> None:
    """A log whose witness is in a group inside a side is on that side."""
    policy = Policy(
        (),
        (Witness("own", OWN.public), Witness("ally", X[0].public), Witness("b", OTHER.public)),
        (Group("inner", 1, ("own",)), Group("side-a", 1, ("inner", "ally")), Group("side-b", 1, ("b",))),
    )
    assert policy.reached(head(5, X[0])).to_be_held == ("side-b",)
    assert policy.reached(head(5, OTHER)).held
    assert policy.reached(of("x0.example", OWN)).to_be_held == ("side-b",)


def test_without_an_opposed_side_nothing_is_held() -> None:
    """Though a quorum of none lacks nothing."""
    for policy in (Policy((), (), ()), arranged({"side-a": [OWN.public]})):
        reached = policy.reached(head(5, OWN))
        assert (reached.to_be_held, reached.missing) == ((f"a group side-… opposed to {ORIGIN}",), ())
        assert (reached.held, reached.firm) == (False, False)


def test_only_cosignatures_that_verify_under_the_policys_keys_count() -> None:
    """Neither another head's, nor a stranger's in the same name, nor one by a note key."""
    stranger = Signer.from_seed(OTHER.public.name, COSIGNATURE_KEY, b"s" * 32)
    lines = cosignature(head(4).note.text, OTHER, 9), cosignature(head(5).note.text, stranger, 9)
    found = Checkpoint.parse(note.with_signatures(head(5).note.data, *lines))
    assert SIDES.reached(found).by == ()


def test_the_usual_policy_of_sides() -> None:
    """A side with no cosigner is left out, and with none at all nobody is asked for."""
    policy = arranged(
        {"side-a": [OWN.public, X[0].public], "side-b": [], "monitor": [MONITOR.public]}, [Log(LOG.public)]
    )
    assert [one.name for one in policy.groups] == ["side-a", "monitor", "firm"]
    assert (policy.quorum, policy.groups[-1]) == ("firm", Group("firm", 2, ("side-a", "monitor")))
    assert Policy.parse(policy.write()) == policy
    assert arranged({"side-a": []}).quorum == NONE


# ── whatever comes ───────────────────────────────────────────────────────────────────────────

words = st.sampled_from(
    ["log", "witness", "group", "quorum", "none", "any", "all", "2", "w", "v", "g", "#", "\n", "\n", "\t", "u",
     LOG.public.vkey, OWN.public.vkey, OTHER.public.vkey]
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(words, max_size=25).map(" ".join).map(str.encode) | st.binary(max_size=60))
def test_whatever_reads_as_a_policy_says_the_same_written_anew(start: bytes) -> None:
    for data in (start + b"\nquorum none\n", MINE.encode() + start + b"\n"):
        try:
            policy = Policy.parse(data)
        except ValueError:
            continue
        assert Policy.parse(policy.write()) == policy


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=4), max_size=3), st.sets(st.integers(0, 7)), st.data())
def test_a_quorum_is_reached_as_counting_says(rows: list[list[int]], there: set[int], data: st.DataObject) -> None:
    """By the definition alone: a group counts where at least k of its members do."""
    signers = [cosigner(f"n{i}", 40 + i) for i in range(8)]
    left, groups, holds = {f"n{i}": i in there for i in range(8)}, [], {}
    for number, row in enumerate(rows):
        members = list(dict.fromkeys(sorted(left)[i % len(left)] for i in row))
        least = data.draw(st.integers(1, len(members)))
        holds[f"g{number}"] = sum(left.pop(name) for name in members) >= least
        left[f"g{number}"] = holds[f"g{number}"]
        groups.append(Group(f"g{number}", least, tuple(members)))
    quorum = groups[-1].name if groups else "n0"
    policy = Policy((), tuple(Witness(f"n{i}", one.public) for i, one in enumerate(signers)), tuple(groups), quorum)
    missing = policy.reached(head(5, *(signers[i] for i in there))).missing
    assert (missing == ()) == (holds[quorum] if groups else 0 in there)


def test_keys_that_are_claimed_twice_still_make_a_policy() -> None:
    """Of one name the last key, of one key the first name, of one log key the first log: others' claims stop nobody."""
    mine, theirs, newer = (
        Signer.from_seed(f"{name}/witness", COSIGNATURE_KEY, seed * 32).public
        for name, seed in (("mine", b"m"), ("theirs", b"t"), ("theirs", b"n"))
    )
    copied = PublicKey("thief/witness2", COSIGNATURE_KEY, mine.raw)
    log = Signer.from_seed("mine", 1, b"l" * 32).public
    logs = [Log(log), Log(PublicKey("thief", 1, log.raw))]
    found = arranged({"side-a": [mine], "side-b": [theirs, newer], "side-c": [copied, mine]}, logs)
    assert [(one.name, one.key) for one in found.witnesses] == [(mine.name, mine), (newer.name, newer)]
    assert found.logs == (Log(log),)
    assert Policy.parse(found.write()) == found
