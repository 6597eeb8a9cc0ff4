"""Whose words a clause holds, whether it speaks of facts, and of which time."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge.contradictions import Contradictions

__all__ = ["Clause", "Speech", "Voice", "clauses"]

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_CLAUSE = re.compile(r"[^，；。！？,;]+")
_PAUSE = re.compile(r"[，；,;]")
_LIST = re.compile(r"[^，；。]{0,8}[：:]")  # 反映：……；……, 提出两点要求：……；……
_ENDS_SPEECH = re.compile(r"；(?!$)")


class Voice(enum.Enum):
    """Who says it: the office, the citizen, or somebody else whose words are reported."""

    OFFICE = "office"
    CITIZEN = "citizen"
    OTHER = "other"


class Speech(NamedTuple):
    """Reported words: ``line[start:end]``.

    `claims`: a word opens them that tells of facts (反映, 称), not of an attitude (表示认可, 要求退款).
    """

    start: int
    end: int
    voice: Voice
    claims: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """``line[start:end]``, a clause of the sentence that begins at `sentence` and ends at `stop`.

    `conditional`: the sentence sets a condition before it. `speech`: the reported words in the sentence.
    """

    text: str
    start: int
    end: int
    sentence: int
    stop: int
    speech: tuple[Speech, ...]
    conditional: bool

    def voice_at(self, at: int) -> Voice:
        """Whose words stand at offset `at` of the line."""
        speech = self.speech_at(at)
        return Voice.OFFICE if speech is None else speech.voice

    def speech_at(self, at: int) -> Speech | None:
        """The reported words that hold offset `at` of the line."""
        return next((speech for speech in self.speech if speech.start <= at < speech.end), None)


def clauses(text: str, words: Contradictions) -> Iterator[Clause]:
    """The clauses of a line of prose, in order.

    >>> from zgc_lint.knowledge import Knowledge
    >>> words = Knowledge().contradictions
    >>> [(c.text, c.voice_at(c.end - 1).value) for c in clauses("诉求人称楼道堆物，影响通行，经核实不属实。", words)]
    [('诉求人称楼道堆物', 'citizen'), ('影响通行', 'citizen'), ('经核实不属实', 'office')]
    """
    for sentence in _SENTENCE.finditer(text):
        start, stop = sentence.span()
        speech = tuple(_speech(text, start, stop, words))
        condition = words.moods.conditional.search(text, start, stop)
        for clause in _CLAUSE.finditer(text, start, stop):
            conditional = condition is not None and condition.start() < clause.end()
            yield Clause(clause.group(), *clause.span(), start, stop, speech, conditional)


def _speech(text: str, start: int, stop: int, words: Contradictions) -> Iterator[Speech]:
    """The spans of reported speech in a sentence: from a word of saying to where the office takes the word again."""
    at = start
    while match := words.voices.head.search(text, at, stop):
        taken = words.voices.office.search(text, match.end(), stop)
        limit = taken.start() if taken else stop
        if not _LIST.match(text, match.end(), limit):
            pause = _ENDS_SPEECH.search(text, match.end(), limit)
            limit = pause.start() if pause else limit
        other = words.voices.head.search(text, match.end(), limit)
        if other and _PAUSE.search(text, match.end(), other.start()):  # 物业称诉求人表示…… is all 物业's
            limit = other.start()
        said = match.groupdict()
        voice = Voice.OTHER if said.get("other") is not None else Voice.CITIZEN
        yield Speech(match.end(), limit, voice, claims=said.get("claim") is not None)
        at = max(limit, match.end())
