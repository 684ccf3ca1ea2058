"""A file is read or said plainly why not; it is written whole or not at all."""

from pathlib import Path

import pytest

from truceline.desk import files
from truceline.errors import DataError


def test_a_file_that_is_not_there_is_said_with_its_path_and_cure(tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        files.read(tmp_path / "events.csv")
    assert str(raised.value) == (
        f"events.csv cannot be used\n  {tmp_path / 'events.csv'}: expected a file, got none there. Check the path."
    )


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        files.read(tmp_path)
    assert str(raised.value).endswith("expected a file, got a directory. Name the file inside it.")


def test_what_is_written_is_read_back_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "out.bin"
    files.write(path, b"first")
    files.write(path, b"second")
    assert files.read(path) == b"second"
    assert [one.name for one in path.parent.iterdir()] == ["out.bin"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    """The new bytes go to a part file first: where that cannot be made, the old file stands."""
    path = tmp_path / "out.bin"
    files.write(path, b"old")
    (tmp_path / "out.bin.part").mkdir()
    with pytest.raises(DataError, match="expected a place to write"):
        files.write(path, b"new")
    assert path.read_bytes() == b"old"
