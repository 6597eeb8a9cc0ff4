"""Small changes to WordprocessingML elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.load.package import kind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = [
    "Span", "cannot_be_written", "like", "new_nodes", "parent_of", "remove", "replace", "set_text", "sibling",
    "split_text",
]  # fmt: skip

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANKS = " \t\r\n"
_TEXTS = {"w:t", "m:t"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = {"\t": "tab", "\n": "br"}


class Span(NamedTuple):
    """Characters of the text of one element; those of an element that stands for a character are 0 to 1."""

    element: Element
    start: int
    end: int


def cannot_be_written(text: str) -> bool:
    """Whether `text` holds characters that have no place in XML."""
    return _FORBIDDEN.search(text) is not None


def parent_of(element: Element) -> Element:
    """The parent of an element that has one."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root of a part")
    return parent


def like(element: Element, inside: Element | None = None) -> Element:
    """An element of the same kind and attributes with nothing in it but `inside`. It is not inserted."""
    twin = element.makeelement(element.tag, {str(key): str(value) for key, value in element.items()})
    if inside is not None:
        twin.append(inside)
    return twin


def sibling(model: Element, name: str) -> Element:
    """A new element of Word's namespace, as `model` has it (strict or transitional). It is not inserted."""
    words = next(str(one.tag) for one in (model, *model.iterancestors()) if kind(one).startswith("w:"))
    return model.makeelement(f"{words.partition('}')[0]}}}{name}")


def set_text(element: Element, text: str) -> None:
    """Set the text of a ``w:t``; new blanks at its ends are kept by Word only where the element says so."""
    old, element.text = element.text or "", text
    ends = [(t[: len(t) - len(t.lstrip(_BLANKS))], t[len(t.rstrip(_BLANKS)) :]) for t in (old, text)]
    if ends[0] != ends[1] and any(ends[1]):
        element.set(_SPACE, "preserve")


def split_text(element: Element, at: int) -> Element:
    """Cut a ``w:t``; what follows goes into a new one right after it, which is returned."""
    text = element.text or ""
    second = like(element)
    set_text(second, text[at:])
    set_text(element, text[:at])
    second.tail, element.tail = element.tail, None
    element.addnext(second)
    return second


def new_nodes(model: Element, text: str) -> list[Element]:
    """Elements for `text`, with tabs and line breaks; `model` gives the namespace."""
    nodes = []
    for part in re.split("([\t\n])", text):
        if part in _BREAKS:
            nodes.append(sibling(model, _BREAKS[part]))
        elif part:
            node = sibling(model, "t")
            set_text(node, part)
            nodes.append(node)
    return nodes


def remove(element: Element) -> None:
    """Remove an element, but not the text after it."""
    parent, before = parent_of(element), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def replace(spans: list[Span], text: str) -> None:
    """Put `text` in place of the characters of `spans`, with the formatting of the first of them."""
    for span in reversed(spans[1:]):
        _cut(span, "")
    _cut(spans[0], text)


def _cut(span: Span, text: str) -> None:
    """Replace the characters of one element."""
    element = span.element
    if kind(element) in _TEXTS:
        old = element.text or ""
        if not any(mark in text for mark in _BREAKS):
            set_text(element, old[: span.start] + text + old[span.end :])
            return
        second = split_text(element, span.end)
        set_text(element, old[: span.start])
        for node in new_nodes(element, text):
            second.addprevious(node)
        if not second.text:
            remove(second)
        return
    after = span.start == span.end == 1
    for node in reversed(new_nodes(element, text)) if after else new_nodes(element, text):
        if after:
            element.addnext(node)
        else:
            element.addprevious(node)
    if span.end > span.start:
        remove(element)
