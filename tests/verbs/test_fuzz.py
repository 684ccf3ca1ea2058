"""Whatever a person types or hands in, it is taken or told as a fault; nothing else escapes."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.verbs.conftest import Around
from truceline.desk.verbs import find
from truceline.desk.verbs.naming import matter
from truceline.doors.cli.acts.said import altitudes, between, file_part, long_text, period, prose
from truceline.errors import DataError, TrucelineError, UnknownName
from truceline.formats.agreement.presuming import read_presumption

TYPED = st.text(max_size=12) | st.text("0123456789abcdef#-@=truceline/mission", max_size=40)
YAML = st.text("id: clauserwhoby_f{}[],'\"\n-kd", max_size=80).map(str.encode) | st.binary(max_size=40)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED)
def test_any_name_is_an_entry_or_unknown(around: Around, name: str) -> None:
    node = around.mission.node
    with suppress(UnknownName):
        assert find(node, name).entry.seq == 0
    with suppress(TrucelineError):
        assert matter(node, name)[1].event == ""


@settings(max_examples=100)
@given(TYPED, TYPED)
def test_any_words_of_an_option_are_read_or_told(one: str, other: str) -> None:
    with suppress(DataError):
        low_high = between(one, "--count")
        assert low_high is None or min(low_high) >= 0
    with suppress(DataError):
        assert altitudes(one) is not None
    with suppress(DataError):
        assert set(prose([one, f"ar={other}"], "--note")) <= {"en", "ar", "ru"}
    with suppress(DataError):
        assert (period(one, other).start is None) == (not one)
    path, part = file_part(one)
    assert "#" not in str(path) or not part


@settings(max_examples=60)
@given(YAML)
def test_any_file_is_a_presumption_or_a_fault(data: bytes) -> None:
    with suppress(DataError):
        assert read_presumption(data, "p.yaml").id


def test_a_text_is_in_the_option_in_a_file_or_nowhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("texts") / "why.txt"
    path.write_bytes("Потому.\n\n".encode())
    assert (long_text("As is.", "--text"), long_text(f"@{path}", "--text")) == ("As is.", "Потому.")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match="expected text in UTF-8"):
        long_text(f"@{path}", "--text")
