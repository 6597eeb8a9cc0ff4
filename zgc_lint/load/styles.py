"""What the reader needs of ``styles.xml``: headings, list numbers, hidden text, centring, boldness, size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.load.package import attribute, kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["Properties", "Styles", "child", "is_on"]

_HEADING = re.compile(r"heading\s*[1-9]|标题|title\b|subtitle\b", re.I)
_OFF = {"0", "false", "off", "none"}
_MAX_CHAIN = 20  # styles based on styles
_BODY_LEVEL = 9  # outline level of body text


def child(element: Element | None, name: str) -> Element | None:
    """The first child of this kind ("w:pPr"), or None."""
    if element is None:
        return None
    return next((inner for inner in element if kind(inner) == name), None)


def is_on(element: Element | None) -> bool:
    """Whether a toggle property such as ``<w:b/>`` is there and not switched off."""
    return element is not None and attribute(element, "w:val") not in _OFF


@dataclass(frozen=True, slots=True)
class Properties:
    """The ``w:pPr`` and ``w:rPr`` of a paragraph and of the styles it is based on, nearest first."""

    paragraph: tuple[Element, ...]
    run: tuple[Element, ...]

    def of_paragraph(self, name: str) -> Element | None:
        """The nearest paragraph property of this kind, or None."""
        return next((found for layer in self.paragraph if (found := child(layer, name)) is not None), None)

    def of_run(self, name: str) -> Element | None:
        """The nearest character property of this kind, or None."""
        return next((found for layer in self.run if (found := child(layer, name)) is not None), None)


class Styles:
    """The styles of a document; without a ``styles.xml`` there are none."""

    def __init__(self, root: Element | None) -> None:
        styles = [style for style in root if kind(style) == "w:style"] if root is not None else []
        self._styles = {attribute(style, "w:styleId") or "": style for style in styles}
        self._default = next(
            (
                attribute(style, "w:styleId")
                for style in styles
                if attribute(style, "w:type") == "paragraph" and attribute(style, "w:default") in {"1", "true", "on"}
            ),
            None,
        )
        defaults = next((entry for entry in root if kind(entry) == "w:docDefaults"), None) if root is not None else None
        self._defaults = child(child(defaults, "w:rPrDefault"), "w:rPr")
        self._cache: dict[str | None, Properties] = {}

    def properties(self, paragraph: Element) -> Properties:
        """The properties in force for a ``w:p``, apart from those of its runs."""
        own = child(paragraph, "w:pPr")
        style = self._of_style(attribute(child(own, "w:pStyle"), "w:val") or self._default)
        return Properties((own, *style.paragraph) if own is not None else style.paragraph, style.run)

    def run_is_hidden(self, run: Element, paragraph: Properties) -> bool:
        """Whether a ``w:r`` is hidden text, by itself, its character style or its paragraph's style."""
        own = child(run, "w:rPr")
        vanish = child(own, "w:vanish")
        if vanish is None:
            style = self._of_style(attribute(child(own, "w:rStyle"), "w:val"))
            vanish = style.of_run("w:vanish")
        if vanish is None:
            vanish = paragraph.of_run("w:vanish")
        return is_on(vanish)

    def font(self, run: Element, paragraph: Properties) -> tuple[str, float]:
        """The font of a ``w:r``: its name for Chinese text and its size in points; "" and 0 where not known.

        A theme's font has no name here.
        """
        own = child(run, "w:rPr")
        style = self._of_style(attribute(child(own, "w:rStyle"), "w:val")) if own is not None else Properties((), ())
        layers = [layer for layer in (own, *style.run, *paragraph.run, self._defaults) if layer is not None]
        name, size = "", ""
        for fonts in (child(layer, "w:rFonts") for layer in layers):
            if attribute(fonts, "w:eastAsiaTheme"):
                break
            if name := attribute(fonts, "w:eastAsia") or "":
                break
        for layer in layers:
            if size := attribute(child(layer, "w:sz"), "w:val") or "":
                break
        return name, int(size) / 2 if size.isdecimal() and len(size) < 5 else 0.0

    def is_heading(self, properties: Properties) -> bool:
        """Whether a paragraph is a heading or title by its style or its outline level."""
        level = attribute(properties.of_paragraph("w:outlineLvl"), "w:val")
        if level is not None and level.isdecimal():
            return int(level) < _BODY_LEVEL
        own = properties.of_paragraph("w:pStyle")
        identity = attribute(own, "w:val")
        return any(_HEADING.match(name) for name in self._names(identity)) if identity else False

    def _names(self, identity: str) -> Iterator[str]:
        yield identity
        name = attribute(child(self._styles.get(identity), "w:name"), "w:val")
        if name:
            yield name

    def _of_style(self, identity: str | None) -> Properties:
        """The properties of a style and those it is based on."""
        if identity not in self._cache:
            chain = list(self._chain(identity))
            self._cache[identity] = Properties(
                tuple(found for style in chain if (found := child(style, "w:pPr")) is not None),
                tuple(found for style in chain if (found := child(style, "w:rPr")) is not None),
            )
        return self._cache[identity]

    def _chain(self, identity: str | None) -> Iterator[Element]:
        for _ in range(_MAX_CHAIN):  # a style may be based on itself
            style = self._styles.get(identity or "")
            if style is None:
                return
            yield style
            identity = attribute(child(style, "w:basedOn"), "w:val")
