"""What a reader gives back, and how it says that a file cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from zgc_lint.model import Page, Paragraph, Picture, Problem, Table

__all__ = ["Content", "UnreadableError", "damaged", "problem_of"]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a reader found in one file; see `zgc_lint.model.Document` for the fields."""

    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    pages: tuple[Page, ...] = ()


class UnreadableError(Exception):
    """A file cannot be read; `problem` tells the user why and what to do. Never leaves the load stage."""

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(why)
        self.problem = Problem(why, remedy)

    def __reduce__(self) -> tuple[type[UnreadableError], tuple[str, str]]:
        return UnreadableError, (self.problem.why, self.problem.remedy)


def damaged(what: str, detail: str = "") -> UnreadableError:
    """The error for a file whose bytes are not what its format asks for. `what` names the kind of file."""
    note = f"（{detail}）" if detail else ""
    return UnreadableError(f"{what}已损坏或不完整{note}", "请重新导出或重新传送该文件后再检查")


def problem_of(error: Exception) -> Problem:
    """The user's words for what was raised while a file was read."""
    if isinstance(error, UnreadableError):
        return error.problem
    if isinstance(error, MemoryError):
        return Problem("文件过大，内存不足", "请拆分或压缩后重新放入")
    if isinstance(error, RecursionError):
        return Problem("文件内部结构嵌套过深", "请用 Word 或 WPS 另存后重新放入")
    if isinstance(error, PermissionError):
        return Problem("没有读取权限", "请检查权限，或关闭正在使用它的程序")
    if isinstance(error, OSError):
        return Problem(f"无法读取（{error.strerror or error}）", "请检查磁盘或网络连接")
    name = type(error).__name__
    return Problem(f"无法读取（{name}）", "请确认文件能用 Word、WPS 或看图软件打开，另存后重新放入")
