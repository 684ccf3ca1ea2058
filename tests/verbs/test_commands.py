"""The acts as commands: what is shown, asked, printed and refused, as a person or a script types them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.terminal import invoked
from tests.verbs.conftest import Around, Desk
from tests.verbs.test_agreeing import PRESUMPTION, drawn
from truceline.errors import DataError, Locked, Refused, TrucelineError, UnknownName

COMMAND = Path(sys.executable).with_name("truceline")
HOUR = ("--from", "2031-05-01T12:00Z", "--until", "2031-05-01T13:00Z")
LONG_AGO = ("--from", "2021-05-01T12:00Z", "--until", "2021-05-01T13:00Z")  # when one looked from where may be told
WHY = ("--reason", "Because.")


@dataclass
class Shell:
    """One participant at the command line of its own node."""

    desk: Desk
    markers: Path
    passphrase: str = "a passphrase"  # noqa: S105 - of a node in a temporary folder

    @property
    def env(self) -> dict[str, str]:
        return {
            "TRUCELINE_NODE": str(self.desk.node.path),
            "TRUCELINE_MARKERS": str(self.markers),
            "TRUCELINE_PASSPHRASE": self.passphrase,
            "COLUMNS": "200",
        }

    def run(self, *words: str, stdin: str = "") -> Result:
        """Run a command in this process; an error of ours is raised."""
        done = invoked(words, self.env, stdin)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done

    def sign(self, *words: str) -> dict[str, Any]:
        """Run a command that signs; the one JSON object that it prints."""
        signed: dict[str, Any] = json.loads(self.run(*words, "--yes", "--json").stdout)
        return signed


@pytest.fixture
def at(around: Around) -> Callable[[str], Shell]:
    """The shell of a participant by name."""

    def shell(name: str) -> Shell:
        return Shell(getattr(around, name), around.folder / "markers")

    return shell


def place(signed: dict[str, Any]) -> str:
    return f"{signed['origin']}#{signed['index']}"


# ── what all of them share ────────────────────────────────────────────────────────────────────


def test_json_is_one_object_with_entry_and_head(at: Callable[[str], Shell]) -> None:
    """Standard output holds nothing else: what was shown went to standard error."""
    signed = at("mission").sign("observe", "--means", "uav", "--sense", "seen", "--unit", "flight", *HOUR)
    assert sorted(signed) == ["checkpoint", "entry", "id", "index", "kind", "origin", "payload", "time"]
    assert (signed["kind"], signed["index"], signed["checkpoint"]["size"]) == ("observation.made", 1, 2)
    assert len(signed["checkpoint"]["root"]) == 64


def test_everything_that_is_signed_is_shown_in_words(at: Callable[[str], Shell]) -> None:
    shell = at("mission")
    done = shell.run(
        "observe", "--means", "patrol", "--sense", "heard", "--unit", "shot", *HOUR, "--count", "3-5",
        "--yes", "--bearing", "350-20", "--note", "Two [bold]guns :skull:.", "--note", "ru=Два орудия.",
        "--time", "2031-05-01T15:00+02:00",
    )  # fmt: skip
    for line in (
        "To be signed: observation.made. What a monitor saw or heard: from where, when, by what means, which direction",
        f"by: mission, monitor, in the log {shell.desk.node.origin}",
        "window: from 2031-05-01T12:00:00Z until 2031-05-01T13:00:00Z, the end not included",
        "means: patrol",
        "seen from: not said",
        "en: Two [bold]guns :skull:.",
        "ru: Два орудия.",
        "time: 2031-05-01T13:00:00Z",
        "fingerprint of what is said: ",
        f"key: {shell.desk.node.origin}/entry/0",
    ):
        assert line in done.stderr, line
    assert done.stdout.startswith(f"{shell.desk.node.origin}#1  observation.made  ")


def test_a_dry_run_shows_and_stops_and_needs_no_passphrase(at: Callable[[str], Shell]) -> None:
    shell = at("mission")
    shell.passphrase = "not this one"  # noqa: S105 - as above
    done = shell.run("observe", "--means", "uav", "--sense", "seen", "--unit", "flight", *HOUR, "--dry-run")
    assert "Nothing was signed: this was a dry run." in done.stderr
    assert shell.desk.node.record.size(shell.desk.node.origin) == 1
    with pytest.raises(Locked):
        shell.run("observe", "--means", "uav", "--sense", "seen", "--unit", "flight", *HOUR, "--yes")


def test_without_a_terminal_and_without_yes_nothing_is_signed(at: Callable[[str], Shell]) -> None:
    shell = at("mission")
    with pytest.raises(Refused, match=r"there is no terminal to ask on.*--yes"):
        shell.run("observe", "--means", "uav", "--sense", "seen", "--unit", "flight", *HOUR)
    assert shell.desk.node.record.size(shell.desk.node.origin) == 1


@pytest.mark.parametrize(("answer", "code", "size"), [(b"y\n", 0, 2), (b"n\n", 6, 1)])
def test_on_a_terminal_a_person_is_asked(at: Callable[[str], Shell], answer: bytes, code: int, size: int) -> None:
    shell = at("mission")
    ours, theirs = os.openpty()
    os.write(ours, answer)
    command = [str(COMMAND), "access-denied", "refused", "--purpose", "a visit", *HOUR, "--place-name", "Nolquesh"]
    done = subprocess.run(command, stdin=theirs, env=os.environ | shell.env, capture_output=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert (done.returncode, b"Sign this?" in done.stderr) == (code, True)
    assert shell.desk.node.record.size(shell.desk.node.origin) == size


def test_a_refused_act_leaves_with_6_and_says_who_may(at: Callable[[str], Shell]) -> None:
    command = [str(COMMAND), "observe", "--means", "uav", "--sense", "seen", "--unit", "flight", *HOUR, "--yes"]
    shell = at("kalvessar")
    done = subprocess.run(command, env=os.environ | shell.env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (6, "")
    assert "such entries are for: monitor. Ask one of them to append it on a node of their own." in done.stderr
    assert shell.desk.node.record.size(shell.desk.node.origin) == 1


def test_no_node_and_no_time_zone_are_faults_of_the_options(at: Callable[[str], Shell], tmp_path: Path) -> None:
    shell = at("mission")
    nameless = {**shell.env, "TRUCELINE_NODE": ""}
    refused = invoked(["entries"], nameless)
    assert "Give --node DIR, or set TRUCELINE_NODE" in str(refused.exception)
    with pytest.raises(DataError, match="--time: expected an instant"):
        at("mission").run("withdraw", "mission#0", *WHY, "--time", "2031-05-01T12:00")
    with pytest.raises(DataError, match="truceline node init"):
        at("mission").run("entries", "--node", str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--count", "many"), "--count: expected a whole number, or two as in 2-5, got many"),
        (("--note", "a", "--note", "b"), "--note: expected one text in en, got b"),
        (("--note", "@gone.txt"), "gone.txt"),
        (("--count", "5-2"), "count: expected least and most, 0 to 1,000,000,000, not 5 and 2"),
    ],
)
def test_what_cannot_be_said_is_told_by_its_option(
    at: Callable[[str], Shell], words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(DataError) as caught:
        at("mission").run("observe", "--means", "uav", "--sense", "seen", "--unit", "flight", *HOUR, *words, "--yes")
    assert said in str(caught.value)


# ── each command once ─────────────────────────────────────────────────────────────────────────


def test_an_agreement_goes_its_way(at: Callable[[str], Shell], tmp_path: Path) -> None:
    guarantor, party = at("kalvessar"), at("river")
    text = guarantor.sign("agreement", "propose", "minsk-ii", "--note", "For all.")
    adopted = guarantor.sign("agreement", "adopt", place(text))
    later = guarantor.sign("agreement", "amend", place(text), "syria-2016-02")
    left = guarantor.sign("agreement", "leave", place(adopted), *WHY, "--at", "2031-06-01T00:00Z")
    assert later["payload"]["replaces"] == text["payload"]["fingerprint"]
    assert left["payload"]["at"] == "2031-06-01T00:00:00Z"
    party.desk.hears(guarantor.desk)
    accepts = party.sign("adherence", "declare", text["entry"][:10], "--since", "2031-05-02T00:00Z")
    assert party.sign("adherence", "end", place(accepts), *WHY)["kind"] == "adherence.ended"
    listed = guarantor.sign("designation", "declare", "grey-column", "--authority", "Council", *WHY)
    assert guarantor.sign("designation", "end", place(listed))["kind"] == "designation.ended"
    (tmp_path / "ours.yaml").write_text(PRESUMPTION, encoding="utf-8")
    presumed = guarantor.sign("presumption", "declare", str(tmp_path / "ours.yaml"))
    party.desk.hears(guarantor.desk)
    assert party.sign("presumption", "adopt", place(presumed))["payload"] == {"id": "shells-from-the-ridge"}


def test_a_zone_goes_its_way(at: Callable[[str], Shell], tmp_path: Path) -> None:
    shell = at("kalvessar")
    declared = shell.sign("zone", "declare", f"{drawn(tmp_path)}#camp")
    amended = shell.sign("zone", "amend", place(declared), str(drawn(tmp_path, west=100.1)))
    assert shell.sign("zone", "lift", place(amended), "--at", "2031-05-09T00:00Z")["kind"] == "zone.lifted"


def test_what_comes_in_is_taken_in(at: Callable[[str], Shell], tmp_path: Path) -> None:
    shell, (letter, words) = at("mission"), (tmp_path / "letter.txt", tmp_path / "words.txt")
    letter.write_text("They came at dawn.", encoding="utf-8")
    words.write_text("Они пришли на рассвете.\n", encoding="utf-8")
    report = shell.sign(
        "report", "receive", str(letter), "--source", "Town council", "--channel", "letter", "--text", f"@{words}",
        "--language", "ru", "--via", "Courier", "--via", "Town council", "--received", "2031-05-01T08:00Z",
        "--openly",
    )  # fmt: skip
    assert report["payload"]["text"] == "Они пришли на рассвете."
    assert report["payload"]["via"] == ["Courier", "Town council"]
    assert shell.sign("source", "grade", "Town council", "B", *WHY)["payload"]["grade"] == "B"
    denied = shell.sign(
        "access-denied", "delayed", "--purpose", "a patrol", *HOUR, "--area", str(drawn(tmp_path)), "--by", "gov"
    )
    assert denied["payload"]["how"] == "delayed"
    seen = shell.sign(
        "observe", "--means", "patrol", "--sense", "seen", "--unit", "shot", *LONG_AGO, "--sides", "gov,",
        "--direction", "a_to_b", "--seen-from", str(drawn(tmp_path)), "--place", str(drawn(tmp_path)),
        "--undetermined", "count",
    )  # fmt: skip
    assert (seen["payload"]["sides"], seen["payload"]["direction"]) == (["gov", ""], "a_to_b")


def test_long_texts_come_through_standard_input(at: Callable[[str], Shell]) -> None:
    shell = at("mission")
    shell.run("source", "grade", "The Herald", "C", "--reason", "-", "--yes", stdin="Line one.\nLine two.\n")
    told = json.loads(shell.run("entries", "--kind", "source", "--json").stdout)
    assert told["payload"]["reason"] == {"en": "Line one.\nLine two."}


def test_people_answer(at: Callable[[str], Shell], tmp_path: Path) -> None:
    monitor, one, other, party = at("mission"), at("kalvessar"), at("zulmerand"), at("river")
    text = monitor.sign("agreement", "propose", "minsk-ii")
    seen = monitor.sign("observe", "--means", "uav", "--sense", "seen", "--unit", "shot", *HOUR)
    party.desk.hears(monitor.desk)
    proof = tmp_path / "film.mp4"
    proof.write_bytes(b"film")
    reply = party.sign("reply", place(seen), "denies", "--text", "It was not we.", "--evidence", str(proof))
    assert reply["payload"]["stance"] == "denies"
    one.desk.hears(monitor.desk)
    judged = (
        "determine",
        place(seen),
        "breach",
        "--under",
        place(text),
        "--clause",
        "separation-artillery",
        "--reasons",
        "Shots.",
    )
    assert one.sign(*judged, "--basis", place(text))["payload"]["answer"] == "breach"
    joint = one.sign(*judged, "--jointly")
    other.desk.hears(monitor.desk, one.desk)
    assert other.sign("sign-jointly", place(joint))["payload"] == joint["payload"]
    accepts = one.sign("attest", "adherence", "hill-league", place(text), "--how", "a letter", "--document", str(proof))
    assert one.sign("attest", "ending", "hill-league", place(accepts), "--how", "a call")["kind"] == "attested"
    word = ("attest", "reply", "hill-league", place(seen), "disputes", "--text", "No.", "--how", "a call")
    assert one.sign(*word, "--said", "2031-05-01T09:00Z")["payload"]["said"] == "2031-05-01T09:00:00Z"


def test_what_is_ones_own_is_corrected_and_withdrawn(at: Callable[[str], Shell]) -> None:
    shell = at("mission")
    seen = shell.sign("observe", "--means", "uav", "--sense", "seen", "--unit", "shot", *HOUR, "--count", "2")
    fixed = shell.sign("correct", place(seen), "--set", "count=[3,3]", "--set", "place_name=Nolquesh", *WHY)
    assert fixed["payload"]["fields"] == {"count": [3, 3], "place_name": "Nolquesh"}
    with pytest.raises(DataError, match="--set: expected FIELD=VALUE, got count"):
        shell.run("correct", place(seen), "--set", "count", *WHY, "--yes")
    assert shell.sign("withdraw", place(seen), *WHY)["payload"]["purpose"] == "entry"


def test_incidents_are_linked_merged_and_split(at: Callable[[str], Shell]) -> None:
    shell = at("mission")
    seen = [
        place(shell.sign("observe", "--means", "uav", "--sense", "seen", "--unit", unit, *HOUR))
        for unit in ("shot", "burst")
    ]
    one = shell.sign("incident", "link", *seen, *WHY, "--title", "At the bridge")
    other = shell.sign("incident", "link", seen[0], *WHY)
    merged = shell.sign("incident", "merge", place(one), place(other), *WHY)
    split = shell.sign("incident", "split", place(merged), "--part", seen[0], "--part", seen[1], *WHY)
    assert [len(part) for part in split["payload"]["parts"]] == [1, 1]


def test_notices_and_calls(at: Callable[[str], Shell], tmp_path: Path) -> None:
    observer, party, where = at("watcher"), at("river"), str(drawn(tmp_path))
    site = observer.sign("site", "notify", "medical", where, *HOUR, "--place-name", "Nolquesh")
    call = observer.sign("stopfire", "call", "wounded", where, "--to", "river-guard", "--hours", "2")
    assert call["payload"]["for_s"] == 7200
    party.desk.hears(observer.desk)
    assert party.sign("site", "acknowledge", place(site))["kind"] == "site.acknowledged"
    assert party.sign("site", "confirm", place(site))["kind"] == "site.confirmed"
    assert party.sign("stopfire", "relay", place(call), "--to", "gov")["kind"] == "stopfire.relayed"
    answered = party.sign("stopfire", "answer", place(call), "will_cease", "--note", "From noon.")
    assert answered["payload"]["answer"] == "will_cease"
    assert observer.sign("stopfire", "end", place(call))["kind"] == "stopfire.ended"


def test_an_activity_is_notified_and_answered(at: Callable[[str], Shell], tmp_path: Path) -> None:
    one, other = at("kalvessar"), at("zulmerand")
    text = one.sign("agreement", "propose", "minsk-ii")
    flight = (
        "activity", "notify", "flight", str(drawn(tmp_path)), "--purpose", "medevac", "--under", place(text), "--to",
        "zulmerand", *HOUR, "--answer-within-min", "60",
    )  # fmt: skip
    notice = one.sign(*flight, "--altitude", "0-3000-AMSL")
    assert notice["payload"]["volumes"][0]["altitudes"] == {"lower_mm": 0, "upper_mm": 3_000_000, "datum": "AMSL"}
    with pytest.raises(DataError, match="--altitude: expected two heights in metres and a datum, got high"):
        one.run(*flight, "--altitude", "high", "--yes")
    other.desk.hears(one.desk)
    assert other.sign("activity", "acknowledge", place(notice))["kind"] == "activity.acknowledged"
    answer = other.sign(
        "activity", "answer", place(notice), "concurred", "--expires", "2031-05-02T00:00Z", "--looked-at", place(text)
    )
    assert answer["payload"]["looked_at"] == [text["entry"]]


# ── looking ───────────────────────────────────────────────────────────────────────────────────


def test_what_came_is_listed_newest_first(at: Callable[[str], Shell], tmp_path: Path) -> None:
    monitor, guarantor = at("mission"), at("kalvessar")
    for hour in (9, 11):
        monitor.sign("source", "grade", f"Paper {hour}", "C", *WHY, "--time", f"2032-05-01T{hour:02}:00Z")
    guarantor.sign("zone", "declare", str(drawn(tmp_path)), "--time", "2032-05-01T10:00Z")
    guarantor.desk.hears(monitor.desk)
    lines = guarantor.run("entries").stdout.splitlines()
    assert [line.split()[2] for line in lines[:3]] == ["source.graded", "zone.declared", "source.graded"]
    assert "source Paper 11" in lines[0]
    assert len(guarantor.run("entries", "--log", "mission", "--kind", "source").stdout.splitlines()) == 2
    assert len(guarantor.run("entries", "--most", "1").stdout.splitlines()) == 1
    for wrong in (("--kind", "zones"), ("--log", "nobody")):
        with pytest.raises(UnknownName):
            guarantor.run("entries", *wrong)


def test_an_entry_is_shown_with_standing_proof_and_cosigners(at: Callable[[str], Shell], tmp_path: Path) -> None:
    """The proof and the bytes that are written are enough to verify it elsewhere."""
    from truceline.desk.node.policies import policy  # noqa: PLC0415 - here alone
    from truceline.tlog.proof import Proof, verify  # noqa: PLC0415 - here alone

    shell = at("kalvessar")
    declared = shell.sign("zone", "declare", str(drawn(tmp_path)))
    done = shell.run("entry", "show", place(declared), "--proof", str(tmp_path / "zone.proof"))
    assert "standing: entitled: its author may say this, of this" in done.stdout
    assert "under the head of 2 entries" in done.stdout
    proof = Proof.parse((tmp_path / "zone.proof").read_bytes())
    leaf = (tmp_path / "zone.proof.entry").read_bytes()
    node = shell.desk.node
    assert verify(proof, leaf, node.identity.log_key, policy(node)).held is False
    told = json.loads(shell.run("entry", "show", declared["id"], "--json").stdout)
    assert (told["entry"], told["standing"], told["firmness"]) == (declared["entry"], "entitled", "signed")
    assert told["payload"] == declared["payload"]


def test_an_entry_without_authority_is_shown_with_the_reason(at: Callable[[str], Shell]) -> None:
    """Appended past the verbs, as a hostile program would: kept, shown, and without effect."""
    shell = at("river")
    shell.desk.node.append("source.graded", {"source": "x", "grade": "A", "reason": {"en": "-"}})
    told = shell.run("entry", "show", "river#1").stdout
    assert "standing: wrong_role: its author's role may not append this kind" in told
    assert "status: no_effect" in told
    shell.desk.node.append("made.up", {"x": 1})
    assert 'says: {"x":1}' in shell.run("entry", "show", "river#2").stdout


def test_a_hostile_entry_shows_no_more_than_it_says(at: Callable[[str], Shell]) -> None:
    """Marks that move the cursor or turn the text round are written out as their numbers."""
    shell = at("river")
    shell.desk.node.append("made.up", {"x": "\x9b2J\u202ekey: mine"})
    told = shell.run("entry", "show", "river#1").stdout
    assert r'says: {"x":"\u009b2J\u202ekey: mine"}' in told
    assert not {"\x9b", "\u202e"} & set(told)


def test_errors_have_exit_codes_of_their_own() -> None:
    kinds: tuple[type[TrucelineError], ...] = (DataError, UnknownName, Refused, Locked)
    assert [kind.exit_code for kind in kinds] == [3, 5, 6, 8]
