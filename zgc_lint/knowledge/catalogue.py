"""`dictionaries/exclusions.yaml`: the catalogue of exclusion items (不计入考评或只考评响应率事项)."""

from __future__ import annotations

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

#: The two outcomes an item can give, with the words they are asked for in.
OUTCOMES: dict[OutcomeAsked, tuple[str, ...]] = {
    "excluded": ("不计入考评", "不计入考核", "不纳入考评", "不纳入考核", "不计入"),
    "response_only": ("只考评响应率", "仅考评响应率", "只考核响应率", "仅考核响应率", "只考响应率"),
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """Kinds of attachments (keys of documents.yaml) of which all, or at least one, must be there."""

    kinds: tuple[str, ...]
    mode: Literal["any", "all"]


@dataclass(frozen=True, slots=True)
class Item:
    """An exclusion item.

    `description` says what circumstances are typical of it. Words in `cues` speak for it, where the office says them,
    those in `anti_cues` against it. Words in `complaint_cues` are so telling that an order whose complaint holds them
    is a candidate for it. `near` are the keys of items that the same words may speak for.
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
        self.facts = dict(_facts(data.section("facts")))
        self.items: dict[str, Item] = {}
        for key in entries.keys():  # noqa: SIM118
            entry = entries.section(key)
            outcome = entry.data.get("outcome")
            if outcome is not None and outcome not in OUTCOMES:
                raise entry.fail("outcome", " excluded、response_only 或留空")
            requirements = tuple(
                Requirement(entry.texts(f"required_{mode}"), mode)
                for mode in ("all", "any")
                if entry.texts(f"required_{mode}")
            )
            for requirement in requirements:
                for kind in requirement.kinds:
                    if kind not in kinds:
                        raise entry.fail(f"required_{requirement.mode}", f" documents.yaml 中已有的种类（{kind} 没有）")
            self.items[key] = Item(
                key=key,
                name=entry.text("name"),
                aliases=entry.texts("aliases"),
                outcome=outcome,
                requirements=requirements,
                cues=entry.texts("cues"),
                anti_cues=entry.texts("anti_cues"),
                complaint_cues=entry.texts("complaint_cues"),
                required_facts=entry.texts("required_facts"),
                source=entry.text("source", ""),
                starter=entry.flag("starter"),
                description=entry.text("description", ""),
                near=entry.texts("near"),
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
        return {_plain(name): item for item in self.items.values() for name in (item.key, item.name, *item.aliases)}

    def find(self, text: str) -> Item | None:
        """The item that an entry such as ``1.同人同诉（不计入考评）`` names, or None.

        Numbering, marks, blanks and the outcome's words are passed over. Name or alias must then be the whole, or
        the entry must hold names of this item and of no other (不属本行政区划/非辖区).
        """
        plain = _plain(self.chosen(text) or "")
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

    def names(self) -> list[str]:
        """The names of all items, for suggestions."""
        return [item.name for item in self.items.values()]


def _facts(section: Section) -> Iterator[tuple[str, ItemFact]]:
    for key in section.keys():  # noqa: SIM118
        entry = section.section(key)
        pattern = entry.text("pattern", "")
        try:
            yield key, ItemFact(key, entry.text("name"), re.compile(pattern) if pattern else None)
        except re.error as error:
            raise entry.fail("pattern", f"有效的正则表达式（{error}）") from error


_BOXES = re.compile("[□☐☑☒✔✓√■]")
_TICKED = re.compile(r"[☑☒✔✓√■]\s*([^□☐☑☒✔✓√■\s；;，,]+)")
_TELLING = 3  # characters: a shorter name may be part of any other word
_NUMBERING = re.compile(
    r"^[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?[.．、:：\s]\s*|^[(（](?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]"
)
_OUTCOME_WORDS = re.compile("|".join(sorted((w for words in OUTCOMES.values() for w in words), key=len, reverse=True)))


def _plain(text: str) -> str:
    text = _OUTCOME_WORDS.sub("", _NUMBERING.sub("", text.strip()))
    text = re.sub(r"[\s\u3000、，,。；;：:（）()【】\[\]“”\"《》/／—\-－·]", "", text)
    return re.sub(r"(事项|类)$", "", text) or text
