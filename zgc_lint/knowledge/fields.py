"""`dictionaries/fields.yaml`: the fields of forms, ledgers and exports, and the labels they are known by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from zgc_lint.knowledge.files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Field", "FieldNames", "label_pattern", "plain_label"]

_NOTE = re.compile(r"[(（【\[][^)）】\]\n]{0,40}[)）】\]]")
_TYPES = {"id", "ids", "person", "phone", "moment", "date", "text", "list"}


def plain_label(text: str) -> str:
    """A label as it is compared: full-width forms folded, without blanks, colon, asterisk and bracketed notes.

    >>> plain_label(" 工 单 编 号（必填）：")
    '工单编号'
    """
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s:*_]", "", _NOTE.sub("", folded))


def label_pattern(labels: Iterable[str]) -> re.Pattern[str]:
    """A pattern for ``标签：`` at the start of a line or after a blank; group 1 is the label, inner blanks allowed."""
    blanks = r"[^\S\n]*"
    spaced = (blanks.join(map(re.escape, label)) for label in sorted(labels, key=len, reverse=True))
    note = r"[(（][^)）]{0,12}[)）]"
    return re.compile(rf"(?:^{blanks}|(?<=[\s;；|]))({'|'.join(spaced)}){blanks}(?:{note}{blanks})?[:：]", re.M)


@dataclass(frozen=True, slots=True)
class Field:
    """A field: `key` in code, `name` for users, `type` as explained at the head of fields.yaml.

    `own`: written by the office (proof-read); `quoted`: the citizen's words (never touched).
    """

    key: str
    name: str
    type: str
    labels: tuple[str, ...]
    own: bool = False
    quoted: bool = False


class FieldNames:
    """Finds the field a label stands for. Raises UsageError for a file that cannot be used."""

    def __init__(self, path: Path) -> None:
        data = read_yaml(path)
        self.fields: dict[str, Field] = {}
        entries = data.section("fields")
        for key in entries.keys():  # noqa: SIM118 (a Section, not a dict)
            entry = entries.section(key)
            kind = entry.text("type", "text")
            if kind not in _TYPES:
                raise entry.fail("type", "、".join(sorted(_TYPES)) + " 之一")
            self.fields[key] = Field(
                key, entry.text("name"), kind, entry.texts("labels"), entry.flag("own"), entry.flag("quoted")
            )
        self.required_in_form = data.texts("required_in_form")
        self.blank_values = frozenset(data.texts("blank_values"))
        self.void_statuses = data.texts("void_statuses")
        self.undecided_statuses = data.texts("undecided_statuses")
        self.anonymous = frozenset(data.texts("anonymous"))
        words = data.section("result_words")
        self.result_words = {key: words.texts(key) for key in ("lost", "not_lost", "accepted", "rejected")}
        self.case_id = data.pattern("case_id_pattern", [data.text("case_id_pattern")])

    @cached_property
    def _by_label(self) -> dict[str, str]:
        return {plain_label(label): field.key for field in self.fields.values() for label in field.labels}

    def key_of(self, label: str) -> str | None:
        """The key of the field that `label` names, or None. Blanks, colon and bracketed notes do not matter."""
        if len(label) > 40:  # no label is that long; spares folding whole paragraphs
            return None
        return self._by_label.get(plain_label(label))

    def name_of(self, key: str) -> str:
        """The field's Chinese name."""
        field = self.fields.get(key)
        return field.name if field else key

    @cached_property
    def label_before_colon(self) -> re.Pattern[str]:
        """Matches ``标签：`` of any field; see `label_pattern`."""
        return label_pattern(label for field in self.fields.values() for label in field.labels)

    def is_blank(self, value: str) -> bool:
        """Whether `value` counts as not filled in: empty, or only underscores, dashes, empty brackets."""
        bare = re.sub(r"[\s\u3000]", "", value)
        return bare in self.blank_values or not re.sub(r"[_＿—\-－/／（）()□.．…]", "", bare)

    def is_case_id(self, text: str) -> bool:
        """Whether `text` has the shape of a work-order number."""
        return self.case_id.fullmatch(text) is not None
