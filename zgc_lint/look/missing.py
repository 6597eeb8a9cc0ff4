"""What is said where the extra ``evidence`` is not installed."""

from __future__ import annotations

__all__ = ["NOT_INSTALLED", "NotInstalledError"]

NOT_INSTALLED = '未安装图像识别组件，请执行 pip install "zgc-lint[evidence]"'


class NotInstalledError(Exception):
    """A library of the extra ``evidence`` is needed and not there; its text is `NOT_INSTALLED`."""

    def __init__(self) -> None:
        super().__init__(NOT_INSTALLED)
