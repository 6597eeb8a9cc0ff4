"""Characters that nobody sees, made visible: what turns the direction of text or has no shape may hide what it says."""

from __future__ import annotations

import re

__all__ = ["visible"]

_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f"
_UNSEEN = re.compile(
    f"(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])"  # joins emoji, and stays
    "|(?P<unseen>[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff])"
)


def visible(text: str) -> str:
    """`text` with the code points of characters that cannot be seen: ``a\\u202eb`` → ``a[U+202E]b``."""
    return _UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]" if match["unseen"] else match[0], text)
