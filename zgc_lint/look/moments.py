"""Times of signing, in Beijing time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

__all__ = ["BEIJING", "in_beijing", "read_moment"]

BEIJING = timezone(timedelta(hours=8))


def in_beijing(moment: datetime) -> datetime:
    """A time in Beijing time; one without a zone is the signer's own clock, taken to be there."""
    return moment.replace(tzinfo=moment.tzinfo or BEIJING).astimezone(BEIJING)


def read_moment(text: str) -> datetime | None:
    """``20200817111329Z`` (UTC), ``20200817191329`` or ``2020-08-17 19:13:29``; None for anything else."""
    digits = re.sub(r"\D", "", text.partition(".")[0])
    try:
        moment = datetime.strptime(digits[:14], "%Y%m%d%H%M%S")  # noqa: DTZ007 (the zone follows)
    except ValueError:
        return None
    return in_beijing(moment.replace(tzinfo=timezone.utc) if text.rstrip().endswith("Z") else moment)
