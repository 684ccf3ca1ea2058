"""What benchmarks write into the documentation: their own section, and nothing else of the page."""

from pathlib import Path

import pytest

from bench.machine import machine_class, versions
from bench.table import PAGE, markdown, measured, write


def test_only_its_own_section_is_written(tmp_path: Path) -> None:
    """Another bench's section and people's words stay as they are; written again, the section is replaced."""
    page = tmp_path / "page.md"
    page.write_text("words\n<!-- a -->\nold\n<!-- /a -->\nmore\n<!-- b -->\nkept\n<!-- /b -->\n", encoding="utf-8")
    for text in ("first", r"second \1"):
        write("a", text, page)
    expected = "words\n<!-- a -->\nsecond \\1\n<!-- /a -->\nmore\n<!-- b -->\nkept\n<!-- /b -->\n"
    assert page.read_text(encoding="utf-8") == expected


def test_a_page_without_the_section_is_not_written(tmp_path: Path) -> None:
    """The error names the page, the marks and the cure."""
    page = tmp_path / "page.md"
    page.write_text("words\n", encoding="utf-8")
    with pytest.raises(LookupError) as caught:
        write("a", "text", page)
    assert str(caught.value) == f"{page}: expected one section '<!-- a -->' … '<!-- /a -->', got 0; add the two marks"
    assert page.read_text(encoding="utf-8") == "words\n"


def test_a_table_sets_numbers_to_the_right() -> None:
    """The first column is names."""
    assert markdown(["engine", "s"], [["one", "1.5"]]) == "| engine | s |\n| --- | --: |\n| one | 1.5 |"


def test_figures_say_when_and_on_what() -> None:
    """Date, class of machine and versions stand in one line; what is not installed is not named."""
    found = versions(["numpy", "no-such-package"])
    assert list(found) == ["Python", "numpy"]
    line = measured("2026-11-20", "2 cores", {"Python": "3.11.7", "numpy": "2.4.6"})
    assert line == "Measured on 2026-11-20. Machine: 2 cores. Python 3.11.7, numpy 2.4.6."
    assert " cores, " in machine_class()


@pytest.mark.parametrize("section", ["zones", "assess"])
def test_the_page_has_a_section_for_each_bench(section: str) -> None:
    """Where a bench writes, its marks stand."""
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(f"<!-- {section} -->\n") == text.count(f"<!-- /{section} -->") == 1
