"""`dictionaries/documents.yaml`: roles of documents and kinds of attachments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.knowledge.files import read_yaml
from zgc_lint.model import Role

if TYPE_CHECKING:
    from pathlib import Path

    from zgc_lint.knowledge.files import Section

__all__ = ["DocumentNames", "Kind", "RoleSigns"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of attachment.

    `own`: written by the office itself; `required`: labels that must be filled in; `picture`: usually a photo or a
    screenshot; `shared`: one paper may rightly lie in the filings of several orders; `sealed`: must bear a seal;
    `watermark`: a photo that must bear the watermark of a camera app.
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
            )

    def role_by_name(self, stem: str, format: str) -> Role | None:  # noqa: A002
        """The role that a file's name (without ending) speaks for, or None. `format` is its ending without dot."""
        for signs in self.roles:
            if (not signs.formats or format in signs.formats) and any(word in stem for word in signs.names):
                return signs.role
        return None

    def is_attachment_folder(self, name: str) -> bool:
        """Whether a folder of this name holds attachments."""
        return any(word in name for word in self.attachment_folders)

    def kind_of(self, name: str) -> Kind | None:
        """The kind of attachment that a file name or list entry speaks of: the one with the longest cue in it."""
        best = max(
            ((len(cue), kind) for kind in self.kinds.values() for cue in kind.cues if cue in name),
            key=lambda found: found[0],
            default=None,
        )
        return best[1] if best else None


def _is_required(entry: Section, key: str) -> bool:
    if entry.text(key, "") not in ("", "required"):
        raise entry.fail(key, " required，不要求的不写")
    return key in entry
