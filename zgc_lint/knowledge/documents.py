"""`dictionaries/documents.yaml`: roles of documents and kinds of attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.knowledge.files import Section, read_yaml
from zgc_lint.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


__all__ = ["DocumentNames", "Kind", "KindText", "RoleSigns"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of attachment.

    `own`: written by the office itself; `required`: labels that must be filled in; `picture`: usually a photo or a
    screenshot; `shared`: one paper may rightly lie in the filings of several orders; `sealed`: must bear a seal;
    `watermark`: a photo that must bear the watermark of a camera app; `may_be`: the kinds a paper that is called so may
    be in truth, as its name is a wide one.
    """

    key: str
    name: str
    cues: tuple[str, ...]
    own: bool = False
    picture: bool = False
    shared: bool = False
    required: tuple[str, ...] = ()
    sealed: bool = False
    watermark: bool = False
    may_be: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindText:
    """How the text of a kind of paper is known: what its title ends in, words of its body, whether it names parties.

    `key` is that of a `Kind`, or of a paper that is no kind of attachment. A title word is a tuple of pieces that
    stand in this order, the last at the end. `places` and `times` are labels in such a paper. `source` is "" where the
    words are an assumption.
    """

    key: str
    name: str
    titles: tuple[tuple[str, ...], ...]
    body: tuple[str, ...]
    parties: bool
    places: tuple[str, ...]
    times: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class RoleSigns:
    """What gives a role away: words in the file's name, file formats, field keys in its text, words in its title."""

    role: Role
    names: tuple[str, ...]
    formats: tuple[str, ...]
    labels: tuple[str, ...]
    titles: tuple[str, ...]


class DocumentNames:
    """Tells roles and kinds from names. Raises UsageError for a file that cannot be used."""

    def __init__(self, path: Path) -> None:
        data = read_yaml(path)
        roles = data.section("roles")
        self.roles: list[RoleSigns] = []
        for key in roles.keys():  # noqa: SIM118
            entry = roles.section(key)
            if key not in {role.value for role in Role}:
                raise roles.fail(key, "ledger、export、form、statement 之一")
            self.roles.append(
                RoleSigns(
                    Role(key),
                    entry.texts("names"),
                    entry.texts("formats"),
                    entry.texts("labels"),
                    entry.texts("titles"),
                )
            )
        self.attachment_folders = data.texts("attachment_folders")
        kinds = data.section("kinds")
        self.kinds: dict[str, Kind] = {}
        for key in kinds.keys():  # noqa: SIM118
            entry = kinds.section(key)
            self.kinds[key] = Kind(
                key,
                entry.text("name"),
                entry.texts("cues"),
                entry.flag("own"),
                entry.flag("picture"),
                entry.flag("shared"),
                entry.texts("required"),
                _is_required(entry, "seal"),
                entry.flag("watermark"),
                entry.texts("may_be"),
            )

        for kind in self.kinds.values():
            for key in kind.may_be:
                if key not in self.kinds:
                    raise kinds.section(kind.key).fail("may_be", f" kinds 中已有的种类（{key} 没有）")

        self.texts = {entry.key: entry for entry in _kind_texts(data.section("texts"), self.kinds)}

    def role_by_name(self, stem: str, format: str) -> Role | None:  # noqa: A002
        """The role that a file's name (without ending) speaks for, or None. `format` is its ending without dot."""
        for signs in self.roles:
            if (not signs.formats or format in signs.formats) and any(word in stem for word in signs.names):
                return signs.role
        return None

    def is_attachment_folder(self, name: str) -> bool:
        """Whether a folder of this name holds attachments."""
        return any(word in name for word in self.attachment_folders)

    def kinds_in(self, name: str) -> set[str]:
        """The keys of all kinds that a name speaks of (起诉状及受理案件通知书); a cue inside a longer one is none."""
        spans = {
            (match.start(), match.end(), kind.key)
            for kind in self.kinds.values()
            for cue in kind.cues
            if cue in name
            for match in re.finditer(re.escape(cue), name)
        }
        return {
            key
            for start, end, key in spans
            if not any(left <= start and end <= right and right - left > end - start for left, right, _ in spans)
        }

    def kind_of(self, name: str) -> Kind | None:
        """The kind of attachment that a file name or list entry speaks of: the one with the longest cue in it.

        Of cues as long, that of a paper with a seal: 复函（照片） is a reply, photographed.
        """
        best = max(
            ((len(cue), kind.sealed, kind) for kind in self.kinds.values() for cue in kind.cues if cue in name),
            key=lambda found: found[:2],
            default=None,
        )
        return best[2] if best else None


def _is_required(entry: Section, key: str) -> bool:
    if entry.text(key, "") not in ("", "required"):
        raise entry.fail(key, " required，不要求的不写")
    return key in entry


def _kind_texts(section: Section, kinds: Mapping[str, Kind]) -> Iterator[KindText]:
    for key in section.keys():  # noqa: SIM118
        entry = section.section(key)
        titles = tuple(tuple(title.split("…")) for title in entry.texts("titles"))
        if not titles or not all(map(all, titles)):
            raise entry.fail("titles", "标题字样的列表（如 [判决书, 复议…通知书]）")
        name = kinds[key].name if key in kinds else entry.text("name")
        body, places, times = (entry.texts(label) for label in ("body", "places", "times"))
        yield KindText(key, name, titles, body, entry.flag("parties"), places, times, entry.text("source", ""))
