"""What is said where the extra ``evidence`` is not installed."""

from __future__ import annotations

__all__ = ["HOW_TO_INSTALL", "NOT_INSTALLED", "NotInstalledError"]

NOT_INSTALLED = "本机没有安装图像识别组件"
#: For who runs the program; those who read its reports cannot do anything about it.
HOW_TO_INSTALL = '安装图像识别组件：pip install "zgc-lint[evidence]"'


class NotInstalledError(Exception):
    """A library of the extra ``evidence`` is needed and not there; its text is `NOT_INSTALLED`."""

    def __init__(self) -> None:
        super().__init__(NOT_INSTALLED)
