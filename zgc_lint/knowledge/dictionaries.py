"""All dictionaries: finds each (the office's copy, else the bundled one), reads it when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from zgc_lint.bundled import dictionaries_folder
from zgc_lint.knowledge.catalogue import Catalogue
from zgc_lint.knowledge.contradictions import Contradictions
from zgc_lint.knowledge.documents import DocumentNames
from zgc_lint.knowledge.fields import FieldNames
from zgc_lint.knowledge.files import Row, Section, read_lines, read_tsv, read_yaml
from zgc_lint.knowledge.repeats import RepeatWords

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Knowledge"]


class Knowledge:
    """The dictionaries in force. `office` is the folder of the office's own copies, if it has any.

    Each is read once, and what was read is handed to all who ask: nobody may change it.
    """

    def __init__(self, office: Path | None = None) -> None:
        self.office = office
        self._sections: dict[str, Section] = {}
        self._rows: dict[tuple[str, tuple[str, ...]], tuple[Row, ...]] = {}
        self._words: dict[str, tuple[str, ...]] = {}

    def path(self, name: str) -> Path:
        """Where the dictionary `name` ("fields.yaml") is read from."""
        if self.office is not None and (self.office / name).is_file():
            return self.office / name
        return dictionaries_folder() / name

    @cached_property
    def fields(self) -> FieldNames:
        """Fields and their labels."""
        return FieldNames(self.path("fields.yaml"))

    @cached_property
    def documents(self) -> DocumentNames:
        """Roles of documents and kinds of attachments."""
        return DocumentNames(self.path("documents.yaml"))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The exclusion items."""
        return Catalogue(self.path("exclusions.yaml"), frozenset(self.documents.kinds))

    @cached_property
    def contradictions(self) -> Contradictions:
        """Statements that exclude each other, events and their order."""
        return Contradictions(self.path("contradictions.yaml"))

    @cached_property
    def repeats(self) -> RepeatWords:
        """The words of repeated complaints."""
        return RepeatWords(self.path("repeats.yaml"))

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """The full names of bodies that an office knows of, as their seals have them."""
        section = self.yaml("organisations.yaml")
        patterns = section.section("patterns")
        made = [pattern.replace("{}", name) for pattern in patterns.keys() for name in patterns.texts(pattern)]  # noqa: SIM118
        return (*made, *section.texts("names"))

    def yaml(self, name: str) -> Section:
        """Any other YAML dictionary."""
        if name not in self._sections:
            self._sections[name] = read_yaml(self.path(name))
        return self._sections[name]

    def rows(self, name: str, patterns: Sequence[str] = ()) -> tuple[Row, ...]:
        """Any tab-separated dictionary; its columns `patterns` hold regular expressions.

        Those of an office's own file are held to be some here, where its line can be named; what is bundled is sound.
        Raises UsageError.
        """
        key = name, tuple(patterns)
        if key not in self._rows:
            path = self.path(name)
            rows = tuple(read_tsv(path))
            if path.parent != dictionaries_folder():
                for row in rows:
                    row.verify(patterns)
            self._rows[key] = rows
        return self._rows[key]

    def words(self, name: str) -> tuple[str, ...]:
        """Any word list."""
        if name not in self._words:
            self._words[name] = tuple(read_lines(self.path(name)))
        return self._words[name]
