"""What a filing's own words say of its exclusion item: the signs for and against each item of the catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.extract.document_text import DocumentText
from zgc_lint.extract.fields import Fields, Reading
from zgc_lint.extract.prose import Prose
from zgc_lint.extract.sheets import Exports, Ledger
from zgc_lint.extract.text import squeeze
from zgc_lint.extract.voices import Clause, Speech, Voice, clauses
from zgc_lint.model import Filing, Place, Quote, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge import Catalogue, Knowledge

__all__ = ["ItemSigns", "NamedItem", "Sign", "is_asserted", "own_clauses", "reading_of_item"]

_OWN_FIELDS = ("reason", "statement")
_TOO_LITTLE = 40  # characters of its own a filing must have before a scanned statement is not read for more
_RUNNING = 15  # characters: a shorter line of a statement is a heading, an address, a signature
#: 现申请按“同人同诉”事项, 属于“非辖区”情形: the filing names its item.
_NAMING = re.compile(
    r"(?:按照?|以|依据|属于?|符合|列为|作为|适用|申报|申请)(?:剔除(?:事?项|清单)中?的?|清单中?的?|事项)?"
    r"[“\"「《](?P<name>[^”\"」》\n]{2,40})[”\"」》](?P<rest>[^。；\n]*)"
)
#: What every filing says at its end, whatever its item is.
_FORMULA = re.compile(r"剔除|计入考[评核]|纳入考[评核]|考[评核]?响应率|特此说明")
#: Where a clause that follows a claim is the office's answer to it.
_ANSWER = re.compile(
    r"\A\s*(?:但|而|这|对此|为此|现已|目前|实际|事实上|当日|随后|此后|上述|该|此|已[向将由于对]|"
    r"[经由]|现场|我街道|我办|我科|街道|社区|居委会|物业|工作人员|承办人?|执法|城管|民警|派出所|公安|有关|相关"
    r"|\d{1,2}月\d|20\d\d年)"
)
_DENIAL = re.compile(
    r"(?:尚未|并未|从未|均未|未曾|[未没无]有?|并非|并不|不是|不再是|非(?!法)|不存在|不涉及|不|否认|排除|谈不上|不能证明|难以认定)"
    r"[^，。；“”]{0,5}$"
)
_SUPPOSED = re.compile(
    r"(?:如果?|若|倘若|一旦|假如|是否|可以?(?!见|知)|建议|应当?|拟|准备|打算|可能|欲|想要?|曾想过?|扬言|声称|称要|需要?|引导|告知)"
    r"[^，。；“”]{0,8}$|所[称说述谓][^，。；“”的]{0,2}$"
)


class Sign(NamedTuple):
    """Words that speak for the item of that key, or against it; `said` is what stands there and where."""

    item: str
    words: str
    said: Quote
    against: bool


class NamedItem(NamedTuple):
    """An item that the running text says is applied for."""

    item: str
    said: Quote


@dataclass(frozen=True)
class ItemSigns:
    """The signs in the office's own words, without what it reports, denies or supposes.

    `likeness` says how like each item's description these words are; `characters` is how many they are; `shared` holds
    for each item the words that weigh most in its likeness. `complaint` is the citizen's text where it is known, and
    `in_complaint` the signs in it. `facts` are the keys of the facts (of exclusions.yaml) that the words state.
    """

    signs: tuple[Sign, ...]
    named: tuple[NamedItem, ...]
    likeness: dict[str, float]
    shared: dict[str, tuple[Quote, ...]]
    characters: int
    complaint: Reading | None
    in_complaint: tuple[Sign, ...]
    facts: frozenset[str]

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> ItemSigns:
        """Look through reasons and statement in form, statement and ledger, and through the complaint."""
        catalogue = knowledge.catalogue
        named: list[NamedItem] = []
        own: list[tuple[Clause, Reading]] = []
        whole = ""
        for reading in _own_texts(filing):
            text = _without_naming(reading, catalogue, named)
            whole += f"\n{text}"
            own += [(clause, reading) for clause in own_clauses(text, knowledge) if not _FORMULA.search(clause.text)]
        signs = tuple(_signs(own, catalogue))
        complaint = _complaint(filing)
        facts = {key for key, fact in catalogue.facts.items() if fact.pattern and fact.pattern.search(whole)}
        if filing[Fields].first("parent_id") is not None or _in_ledger(filing, "parent_id") is not None:
            facts.add("parent_id")
        return cls(
            signs,
            tuple(named),
            catalogue.words.likeness(clause.text for clause, _ in own),
            {key: _heaviest(own, key, catalogue) for key in catalogue.items},
            sum(len(squeeze(clause.text)) for clause, _ in own),
            complaint,
            tuple(_in_complaint(complaint, catalogue)) if complaint else (),
            frozenset(facts),
        )

    def for_item(self, key: str) -> list[Sign]:
        """The signs for an item, each wording once."""
        return list({sign.words: sign for sign in self.signs if sign.item == key and not sign.against}.values())

    def likeliest(self) -> str | None:
        """The key of the item the words are most like, where they hold a sign of it and none against it."""
        key = max(self.likeness, key=lambda key: (self.likeness[key], key), default=None)
        return key if key is not None and self.for_item(key) and not self.against_item(key) else None

    def against_item(self, key: str) -> list[Sign]:
        """The signs against an item, each wording once."""
        return list({sign.words: sign for sign in self.signs if sign.item == key and sign.against}.values())


def reading_of_item(filing: Filing) -> Reading | None:
    """The exclusion item as the form gives it, failing that as the ledger does."""
    return filing[Fields].first("exclusion_item") or _in_ledger(filing, "exclusion_item")


def _in_ledger(filing: Filing, key: str) -> Reading | None:
    row = filing.batch[Ledger].row_of(filing.case) if filing.batch is not None else None
    return row.reading(key) if row is not None else None


def _own_texts(filing: Filing) -> Iterator[Reading]:
    """Reasons and statement, each text once: of form, statement, ledger, and of a scan if there is little else."""
    seen: set[str] = set()
    length = 0
    papers = list(filing.with_role(Role.FORM, Role.STATEMENT))
    texts = [
        Reading(passage.place.field or "", passage.text, passage.place)
        for paper in papers
        for passage in paper[Prose].passages
        if passage.kind == "body" or passage.place.field in _OWN_FIELDS or len(passage.text.strip()) >= _RUNNING
    ]
    texts += [reading for key in _OWN_FIELDS if (reading := _in_ledger(filing, key)) is not None]
    for reading in texts:
        if squeeze(reading.text) not in seen:
            seen.add(squeeze(reading.text))
            length += len(squeeze(reading.text))
            yield reading
    for paper in papers if length < _TOO_LITTLE else ():
        if paper.role is Role.STATEMENT and DocumentText.must_read(paper):
            yield from (Reading("", line, Place(paper.path)) for line in [paper[DocumentText].text] if line.strip())


def _without_naming(reading: Reading, catalogue: Catalogue, named: list[NamedItem]) -> str:
    """The text with the sentence parts that name an item blanked out; what they name goes to `named`."""

    def blank(match: re.Match[str]) -> str:
        item = catalogue.find(match["name"])
        if item is None:
            return match.group()
        if _FORMULA.search(match["rest"]):
            named.append(NamedItem(item.key, Quote(reading.place.within(*match.span("name")), match["name"])))
        return " " * len(match.group())

    return _NAMING.sub(blank, reading.text)


def _signs(own: list[tuple[Clause, Reading]], catalogue: Catalogue) -> Iterator[Sign]:
    for clause, reading in own:
        for cue in catalogue.words.find(clause.text):
            start, end = clause.start + cue.start, clause.start + cue.end
            if is_asserted(clause, start):
                place = reading.place.within(start, end)
                yield Sign(cue.item, reading.text[start:end], Quote(place, clause.text.strip()), cue.against)


def own_clauses(text: str, knowledge: Knowledge) -> Iterator[Clause]:
    """The clauses that are not the citizen's claims. What the office weighs against a claim (但…, 目前…) is its own."""
    answered: Speech | None = None
    for clause in clauses(text, knowledge.contradictions):
        speech = clause.speech_at(clause.end - 1)
        if speech is not None and clause.start >= speech.start and _ANSWER.match(clause.text):
            answered = speech
        if speech is None or speech is answered or not speech.claims or speech.voice is not Voice.CITIZEN:
            yield clause


def is_asserted(clause: Clause, start: int) -> bool:
    """Whether the words at offset `start` of the whole text are neither denied nor supposed."""
    before = clause.text[: start - clause.start]
    return not _DENIAL.search(before) and not _SUPPOSED.search(before)


def _heaviest(own: list[tuple[Clause, Reading]], key: str, catalogue: Catalogue) -> tuple[Quote, ...]:
    """The three runs of words that make the text most like the item."""
    runs = [
        (weight, reading, clause.start + start, clause.start + end)
        for clause, reading in own
        for start, end, weight in catalogue.words.shared(clause.text, key)
    ]
    best = sorted(runs, key=lambda run: (-run[0], run[2]))[:3]
    return tuple(Quote(r.place.within(start, end), r.text[start:end]) for _, r, start, end in best)


def _complaint(filing: Filing) -> Reading | None:
    first = filing[Fields].first("complaint") or _in_ledger(filing, "complaint")
    if first is None and filing.batch is not None:
        row = filing.batch[Exports].row_of(filing.case)
        first = row.reading("complaint") if row is not None else None
    return first


def _in_complaint(complaint: Reading, catalogue: Catalogue) -> Iterator[Sign]:
    for key, pattern in catalogue.words.complaint_cues.items():
        for match in pattern.finditer(complaint.text):
            quote = Quote(complaint.place.within(*match.span()), match.group())
            yield Sign(key, match.group(), quote, against=False)
