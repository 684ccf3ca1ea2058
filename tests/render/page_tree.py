"""A page as a tree, read strictly: whatever a browser would mend in silence is an error here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "link", "img", "input", "hr", "wbr"})


@dataclass
class Element:
    """One element with what it holds."""

    name: str
    attributes: dict[str, str]
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)

    def every(self, *names: str) -> Iterator[Element]:
        """Itself and everything below it, of those names; all where none are given."""
        if not names or self.name in names:
            yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.every(*names)

    def one(self, name: str, **attributes: str) -> Element:
        """The only element of that name with those attributes."""
        (found,) = [one for one in self.every(name) if attributes.items() <= one.attributes.items()]
        return found

    def text(self) -> str:
        """Everything written in it."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def up(self) -> Iterator[Element]:
        """Whatever it stands in, nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#root", {}, None)
        self._at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice: <{tag} {names}>"
        element = Element(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(element)
        if tag not in VOID:
            self._at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._at.name == tag, f"</{tag}> closes <{self._at.name}> at {self.getpos()}"
        assert self._at.parent is not None
        self._at = self._at.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)

    def done(self) -> Element:
        assert self._at is self.root, f"<{self._at.name}> is never closed"
        return self.root


def parsed(text: str) -> Element:
    """The tree of a page; raises AssertionError where an element is not closed in its place."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.done()
