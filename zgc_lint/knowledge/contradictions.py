"""`dictionaries/contradictions.yaml`: what cannot both be said of one case, and which event comes before which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.knowledge.files import Section, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Change", "Contradictions", "Event", "Moods", "Pair", "Statement", "Voices"]

_CHANGES = ("", "forward", "back", "both")
#: Which course of time makes a pair lawful: `forward` from `one` to `other`, `back`, `both`, "" for none.
Change = str

_PERSON = r"[\u4e00-\u9fff]{1,2}(?:先生|女士|某某|某)"


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks: `head` opens reported speech (group ``citizen`` or ``other`` is set, and ``claim`` where the verb
    tells of facts), `office` ends it.
    """

    head: re.Pattern[str]
    office: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Moods:
    """Words that make a statement unreal (in its clause), conditional (in its sentence), of an earlier or later time.

    `closing` opens a summing up; `contrast` and `beside` are words of a sentence that tells of more than one thing.
    """

    unreal: re.Pattern[str]
    conditional: re.Pattern[str]
    earlier: re.Pattern[str]
    later: re.Pattern[str]
    closing: re.Pattern[str]
    contrast: re.Pattern[str]
    beside: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that can be said of a case.

    `says` finds it in a clause (group ``object``: the thing it is said of), unless `unless` does too; `items` are the
    exclusion items that say as much, `fields` the form's fields whose value says it. `by_citizen`: it is the citizen's
    own attitude, so that reported speech counts. `related`: it counts only where it is about the matter complained of.
    `standing`: it counts even of the time before the call. `real`: intentions and conditions are no such statement.
    """

    key: str
    name: str
    says: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    items: tuple[str, ...]
    fields: Mapping[str, re.Pattern[str]]
    by_citizen: bool
    related: bool
    real: bool
    standing: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that exclude each other, by their keys; see the head of `pairs` in the file."""

    one: str
    other: str
    change: Change
    certain: bool
    same_object: bool
    unless_item: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens on a day. `after_call`: only after the call; `once`: once in the life of a matter."""

    key: str
    name: str
    words: re.Pattern[str]
    after_call: bool
    once: bool


class Contradictions:
    """The file, read. Raises UsageError where it cannot be used."""

    def __init__(self, path: Path) -> None:
        data = read_yaml(path)
        voices = data.section("voices")
        self._slots = {
            "{诉求人}": f"(?:{_PERSON}|{_words(voices, 'citizen')})",
            "{对方}": f"(?:{_words(voices, 'others')})",
            "{我方}": f"(?:{_words(voices, 'own')})",
        }
        self.citizen = re.compile(self._slots["{诉求人}"])
        self.voices = self._voices(voices)
        moods = data.section("moods")
        self.moods = Moods(*(self._any(moods, key) for key in Moods.__dataclass_fields__))
        statements = data.section("statements")
        self.statements = {
            key: self._statement(key, statements.section(key))
            for key in statements.keys()  # noqa: SIM118 (a Section, not a dict)
        }
        self.pairs = tuple(self._pair(entry, data) for entry in _entries(data, "pairs"))
        self.papers_passed_over = frozenset(data.texts("papers_passed_over"))
        self.opening_papers = frozenset(data.texts("opening_papers"))
        events = data.section("events")
        self.events = tuple(self._event(key, events.section(key)) for key in events.keys())  # noqa: SIM118
        self.event_order = _couples(data, "event_order", {event.key for event in self.events})
        self.field_order = _couples(data, "field_order", None)
        self.after_order = self._any(data, "after_order")
        self.before_call = self._pattern(data, "before_call", [data.text("before_call")])
        self.future = self._any(data, "future")

    def _voices(self, section: Section) -> Voices:
        citizen, others = self._slots["{诉求人}"], self._slots["{对方}"]
        named = rf"{citizen}|工单(?=反映|称)|其(?=[^中他余它实间])|本人|他(?!人)|她"
        who = rf"(?<![向对给与和知问请约系告被])(?P<citizen>{named})|(?P<other>{others})"
        say, nouns, things = (f"(?:{_words(section, key)})" for key in ("say", "not_verbs", "not_said"))
        verb = f"(?:(?P<claim>{_words(section, 'claim')})|{say})"
        said = rf"(?<![的所之未没有再])(?!{nouns}){verb}(?!{say}?{things})"  # 来电反映的问题 reports nothing
        head = rf"(?:{who})[^，。；：:“”]{{0,14}}?{said}|据(?:其|{citizen})[^，。；]{{0,4}}(?=[，,])"
        return Voices(section.pattern("say", [head]), self._any(section, "office"))

    def _statement(self, key: str, section: Section) -> Statement:
        fields = section.section("fields")
        unless = section.texts("unless")
        return Statement(
            key,
            section.text("name"),
            tuple(self._pattern(section, "says", [text]) for text in section.texts("says")),
            self._pattern(section, "unless", unless) if unless else None,
            section.texts("items"),
            {field: self._pattern(fields, field, [fields.text(field)]) for field in fields.keys()},  # noqa: SIM118
            by_citizen=section.text("by", "") == "citizen",
            related=section.flag("object"),
            real=section.flag("real", default=True),
            standing=section.flag("standing"),
        )

    def _pair(self, section: Section, data: Section) -> Pair:
        one, other, change = section.text("one"), section.text("other"), section.text("change", "")
        for key, name in (("one", one), ("other", other)):
            if name not in self.statements:
                raise section.fail(key, " statements 中已有的说法")
        if change not in _CHANGES:
            raise section.fail("change", " forward、back、both 之一，或不写")
        certain, same, item = (section.flag(key) for key in ("certain", "same_object", "unless_item"))
        return Pair(one, other, change, certain, same, item)

    def _event(self, key: str, section: Section) -> Event:
        words = self._any(section, "words")
        return Event(key, section.text("name"), words, section.flag("after_call"), section.flag("once"))

    def _any(self, section: Section, key: str) -> re.Pattern[str]:
        return self._pattern(section, key, section.texts(key))

    def _pattern(self, section: Section, key: str, texts: Sequence[str]) -> re.Pattern[str]:
        return section.pattern(key, texts, self._spelt)

    def _spelt(self, text: str) -> str:
        for slot, words in self._slots.items():
            text = text.replace(slot, words)
        return text


def _words(section: Section, key: str) -> str:
    """The words under `key` as a pattern to be put in a group; none match nothing."""
    words = sorted(filter(None, section.texts(key)), key=len, reverse=True)
    return "|".join(map(re.escape, words)) or "(?!)"


def _list(data: Section, key: str) -> list[object]:
    entries = data.data.get(key) or []
    if not isinstance(entries, list):
        raise data.fail(key, "列表")
    return entries


def _entries(data: Section, key: str) -> list[Section]:
    entries = _list(data, key)
    return [Section(entry, f"{data.where} 的 {key} 第 {number} 条") for number, entry in enumerate(entries, 1)]


def _couples(data: Section, key: str, known: set[str] | None) -> tuple[tuple[str, str], ...]:
    couples = []
    for couple in _list(data, key):
        match couple:
            case [str(first), str(second)] if known is None or {first, second} <= known:
                couples.append((first, second))
            case _:
                raise data.fail(key, "两两一组的列表（如 [[甲, 乙]]），名称须在前面写过")
    return tuple(couples)
