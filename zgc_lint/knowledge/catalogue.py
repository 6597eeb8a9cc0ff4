"""`dictionaries/exclusions.yaml`: the catalogue of exclusion items (不计入考评或只考评响应率事项)."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from zgc_lint.knowledge.files import Section, read_yaml
from zgc_lint.knowledge.item_words import ItemWords

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["OUTCOMES", "Catalogue", "Item", "ItemFact", "OutcomeAsked", "Requirement"]

OutcomeAsked = Literal["excluded", "response_only"]

#: The two outcomes an item can give.
OUTCOMES: tuple[OutcomeAsked, ...] = ("excluded", "response_only")


@dataclass(frozen=True, slots=True)
class Requirement:
    """Kinds of attachments (keys of documents.yaml) of which one, whichever it is, must be there."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An exclusion item.

    `description` says what circumstances are typical of it. Words in `cues` speak for it, where the office says them,
    those in `anti_cues` against it. Words in `complaint_cues` are so telling that an order whose complaint holds them
    is a candidate for it. `near` are the keys of items that the same words may speak for; `old_names` are what earlier
    lists called it.
    """

    key: str
    name: str
    aliases: tuple[str, ...]
    outcome: OutcomeAsked | None
    requirements: tuple[Requirement, ...]
    cues: tuple[str, ...]
    anti_cues: tuple[str, ...]
    complaint_cues: tuple[str, ...]
    required_facts: tuple[str, ...]
    source: str
    starter: bool
    description: str = ""
    near: tuple[str, ...] = ()
    old_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemFact:
    """A fact that an item's reasons should state: its name for users, and what it looks like (None: cannot be told)."""

    key: str
    name: str
    pattern: re.Pattern[str] | None


class Catalogue:
    """All items of the list in force. Raises UsageError for a file that cannot be used."""

    def __init__(self, path: Path, kinds: frozenset[str]) -> None:
        data = read_yaml(path)
        entries = data.section("items")
        self.title = data.text("title", "剔除事项清单")
        #: The words that each outcome is asked for in, the usual ones first.
        wordings = data.section("outcomes")
        self.outcomes: dict[OutcomeAsked, tuple[str, ...]] = {each: wordings.texts(each) for each in OUTCOMES}
        for outcome, words in self.outcomes.items():
            if not words:
                raise wordings.fail(outcome, "该结果的说法的列表（如 [不计入考评, 不计入考核]）")
        self._outcome_words = re.compile(
            "|".join(
                re.escape(word)
                for word in sorted((w for words in self.outcomes.values() for w in words), key=len, reverse=True)
            )
        )
        self.facts = dict(_facts(data.section("facts")))
        self.items: dict[str, Item] = {}
        for key in entries.keys():  # noqa: SIM118
            entry = entries.section(key)
            given = entry.data.get("outcome")
            if given is not None and given not in OUTCOMES:
                raise entry.fail("outcome", " excluded、response_only 或留空")
            requirements = tuple(_requirements(entry, kinds))
            self.items[key] = Item(
                key=key,
                name=entry.text("name"),
                aliases=entry.texts("aliases"),
                outcome=given,
                requirements=requirements,
                cues=entry.texts("cues"),
                anti_cues=entry.texts("anti_cues"),
                complaint_cues=entry.texts("complaint_cues"),
                required_facts=entry.texts("required_facts"),
                source=entry.text("source", ""),
                starter=entry.flag("starter"),
                description=entry.text("description", ""),
                near=entry.texts("near"),
                old_names=entry.texts("old_names"),
            )
            for fact in self.items[key].required_facts:
                if fact not in self.facts:
                    raise entry.fail("required_facts", f"“facts”中已有的事实（{fact} 没有）")
        for key, item in self.items.items():
            for near in item.near:
                if near not in self.items:
                    raise entries.section(key).fail("near", f"清单中已有的条目键名（{near} 没有）")

    @property
    def starter(self) -> bool:
        """Whether any item is still the starter's, not yet confirmed by the office."""
        return any(item.starter for item in self.items.values())

    @cached_property
    def words(self) -> ItemWords:
        """What speaks for each item."""
        return ItemWords.of(list(self.items.values()))

    @cached_property
    def _by_name(self) -> dict[str, Item]:
        return {
            self._plain(name): item for item in self.items.values() for name in (item.key, item.name, *item.aliases)
        }

    @cached_property
    def _by_old_name(self) -> dict[str, Item]:
        return {self._plain(name): item for item in self.items.values() for name in item.old_names}

    def find(self, text: str) -> Item | None:
        """The item that an entry such as ``1.同人同诉（不计入考评）`` names, or None.

        Numbering, marks, blanks and the outcome's words are passed over. Name or alias must then be the whole, or
        the entry must hold names of this item and of no other (不属本行政区划/非辖区).
        """
        plain = self._plain(self.chosen(text) or "")
        if plain in self._by_name:
            return self._by_name[plain]
        within = {item.key: item for name, item in self._by_name.items() if len(name) >= _TELLING and name in plain}
        return next(iter(within.values())) if len(within) == 1 else None

    @staticmethod
    def chosen(text: str) -> str | None:
        """The entry; of a list to tick (``□非辖区 ☑同人同诉``) the option ticked, None if it is not just one."""
        if not _BOXES.search(text):
            return text
        ticked = _TICKED.findall(text)
        return ticked[0] if len(ticked) == 1 else None

    def formerly(self, text: str) -> Item | None:
        """The item that an earlier list called so."""
        return self._by_old_name.get(self._plain(self.chosen(text) or ""))

    def slip_of(self, text: str) -> Item | None:
        """The item whose name or alias this is but for one wrong, missing or superfluous character; None if several."""
        plain = self._plain(text)
        items = {
            item.key: item for name, item in self._by_name.items() if len(name) > _TELLING and _is_one_off(plain, name)
        }
        return next(iter(items.values())) if len(items) == 1 else None

    def nearest(self, text: str) -> Item | None:
        """The item with the name or alias that is most like the text, if any is much like it."""
        near = difflib.get_close_matches(self._plain(text), self._by_name, n=1, cutoff=0.5)
        return self._by_name[near[0]] if near else None

    def _plain(self, text: str) -> str:
        text = self._outcome_words.sub("", _NUMBERING.sub("", text.strip()))
        text = re.sub(r"[\s\u3000、，,。；;：:（）()【】\[\]“”\"《》/／—\-－·]", "", text)
        return re.sub(r"(事项|类)$", "", text) or text


def _requirements(entry: Section, kinds: frozenset[str]) -> Iterator[Requirement]:
    """One for each of `required_all`, whose alternatives are separated by ``|``, and one for all of `required_any`."""
    groups = [("required_all", tuple(map(str.strip, each.split("|")))) for each in entry.texts("required_all")]
    if entry.texts("required_any"):
        groups.append(("required_any", entry.texts("required_any")))
    for key, group in groups:
        for kind in group:
            if kind not in kinds:
                raise entry.fail(key, f" documents.yaml 中已有的种类（{kind} 没有）")
        yield Requirement(group)


def _facts(section: Section) -> Iterator[tuple[str, ItemFact]]:
    for key in section.keys():  # noqa: SIM118
        entry = section.section(key)
        pattern = entry.text("pattern", "")
        yield key, ItemFact(key, entry.text("name"), entry.pattern("pattern", [pattern]) if pattern else None)


_BOXES = re.compile("[□☐☑☒✔✓√■]")
_TICKED = re.compile(r"[☑☒✔✓√■]\s*([^□☐☑☒✔✓√■\s；;，,]+)")
_TELLING = 3  # characters: a shorter name may be part of any other word
_NUMBERING = re.compile(
    r"^[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?[.．、:：\s]\s*|^[(（](?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]"
)


def _is_one_off(one: str, other: str) -> bool:
    """Whether one character replaced, taken out or put in makes one text the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    return rest[1:] == other_rest[1:] or rest == other_rest[1:] or rest[1:] == other_rest
