"""The page in a real browser: no sideways scrolling, no complaint, readable in every scheme, by keyboard and on paper.

Runs on the Chromium of the machine; where there is none it is skipped and says so.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.render import bulletins
from truceline.agreement import LANGUAGES
from truceline.doors.render.page import html
from truceline.doors.render.words import Words

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PAGES = ("full", "crowded", "real", "mapped")
ColorScheme = Literal["light", "dark"]
SCHEMES: tuple[ColorScheme, ...] = ("light", "dark")

# Every piece of text with less contrast than WCAG 2.2 asks for, as [text, ratio]; drawings have their own test.
LOW_CONTRAST = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const channel = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || element.closest('svg, .watermark, style')) continue;
    const [a, b] = [light(parts(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push([walk.currentNode.textContent.trim(), ratio]);
  }
  return low;
}"""
# Elements that reach out of the window sideways and do not scroll in a box of their own.
TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  return [...document.body.querySelectorAll('*')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > wide + 1 || box.left < -1) && !one.closest('.scroll, .hidden, .skip, svg, thead');
  }).map(one => one.outerHTML.slice(0, 120));
}"""


def where_is_chromium() -> str | None:
    """The Chromium of this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests here."""
    path = where_is_chromium()
    if path is None:
        pytest.skip(f"needs a Chromium on the machine: none of {', '.join(NAMES)} found (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page as a file."""
    made = tmp_path_factory.mktemp("pages")
    for name in PAGES:
        for language in LANGUAGES:
            (made / f"{name}.{language}.html").write_text(html(bulletins.EVERY[name](), Words(language)), "utf-8")
    return made


def opened(
    browser: Browser, folder: Path, name: str, width: int = 1280, scheme: ColorScheme = "light"
) -> tuple[Page, list[str]]:
    """A page in a window of that width, with whatever it complains of and asks for."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith("file:") else None)
    page.goto((folder / f"{name}.html").as_uri())
    return page, complaints


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_no_sideways_scrolling(browser: Browser, folder: Path, name: str, language: str, width: int) -> None:
    """At no width does the page scroll sideways, folded parts opened too; it complains of nothing, asks for nothing."""
    page, complaints = opened(browser, folder, f"{name}.{language}", width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.evaluate(TOO_WIDE) == []
    assert complaints == []
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_twice_as_large_letters(browser: Browser, folder: Path, language: str) -> None:
    """With letters twice as large the page still does not scroll sideways (WCAG 2.2, 1.4.4)."""
    page, _ = opened(browser, folder, f"full.{language}", 1280)
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_direction(browser: Browser, folder: Path, language: str) -> None:
    """Arabic runs from the right: the title, the lists and the first column of tables stand there."""
    page, _ = opened(browser, folder, f"full.{language}")
    side = "rtl" if language == "ar" else "ltr"
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == side
    first, last = (
        page.evaluate(f"document.querySelector('#counts {cell}').getBoundingClientRect().left")
        for cell in ("tbody th", "tbody td:last-child")
    )
    assert (first > last) == (side == "rtl")
    known, ask = (
        page.evaluate(f"document.querySelector('.{part}').getBoundingClientRect().left") for part in ("known", "ask")
    )
    assert (known > ask) == (side == "rtl")
    assert page.evaluate("getComputedStyle(document.querySelector('figure svg')).direction") == "ltr"
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["full.en", "real.ru", "mapped.ar"])
def test_contrast_of_every_text(browser: Browser, folder: Path, name: str, scheme: ColorScheme) -> None:
    """Every text reaches 4.5 to 1 on what lies behind it, in the light and the dark scheme."""
    page, _ = opened(browser, folder, name, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    paper = "rgb(20, 23, 28)" if scheme == "dark" else "rgb(252, 251, 248)"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == paper
    assert page.evaluate(LOW_CONTRAST) == []
    page.close()


def test_by_keyboard(browser: Browser, folder: Path) -> None:
    """The first stop skips to the bulletin and is seen; folded lists open by key; wide tables can be reached."""
    page, _ = opened(browser, folder, "crowded.en")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("one => one === document.activeElement")
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert skip.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    folded = page.locator("#findings details").first
    folded.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert folded.evaluate("one => one.open")
    assert page.locator(".scroll").first.evaluate("one => one.tabIndex") == 0
    page.close()


def test_one_drawing_for_each_width(browser: Browser, folder: Path) -> None:
    """A wide window shows the wide drawings and a telephone the narrow ones, never both."""
    for width, shown, hidden in ((1280, ".wide", ".narrow"), (390, ".narrow", ".wide")):
        page, _ = opened(browser, folder, "mapped.en", width)
        for figure in ("#counts", "#days", "#map"):
            assert page.locator(f"{figure} {shown}").is_visible()
            assert not page.locator(f"{figure} {hidden}").is_visible()
        page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_paper(browser: Browser, folder: Path, language: str) -> None:
    """On paper nothing is folded away, the mark of made-up data stands on every sheet, the ground is white."""
    page, _ = opened(browser, folder, f"crowded.{language}", 390, "dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    mark = page.locator(".watermark")
    assert mark.is_visible()
    assert mark.evaluate("one => getComputedStyle(one).position") == "fixed"
    rows = page.locator("#findings tr[id]")
    assert rows.count() == 200
    last = rows.last.bounding_box()
    assert last is not None
    assert last["height"] > 0
    assert rows.last.evaluate("one => getComputedStyle(one).display") == "table-row"
    assert page.locator(".contents").is_hidden()
    assert page.evaluate(LOW_CONTRAST) == []
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.close()
