"""A page taken apart: what tests of every kind of page look at."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "img", "input", "br", "wbr", "hr", "col"}


class PageReader(HTMLParser):
    """Elements, their attributes and the text of script and style blocks."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open_elements: list[str] = []
        self.blocks: list[tuple[dict[str, str | None], str]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open_elements.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open_elements.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open_elements and self.open_elements[-1] in {"script", "style"}:
            attributes = next(a for t, a in reversed(self.elements) if t == self.open_elements[-1])
            self.blocks.append((attributes, data))
        else:
            self.text.append(data)
