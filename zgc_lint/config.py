"""The office's settings: where they are found, what they may say, and where each value came from."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zgc_lint.errors import UsageError
from zgc_lint.knowledge.files import Section, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["FILE_NAME", "KEYS", "TEMPLATE", "Config", "find_config", "load_config"]

FILE_NAME = "zgc-lint.yaml"
_LONGEST = 86_400  # seconds, a day: larger numbers do not fit every system's clocks
#: The settings there are.
KEYS = (
    "month", "select", "extra", "ignore", "dictionaries", "checks_dirs", "readings", "fail_on", "prints", "earlier",
    "baseline", "history", "pass_rate", "cache", "time_limit", "checks",
)  # fmt: skip

#: What `zgc-lint init` writes.
TEMPLATE = """\
# zgc-lint 配置。去掉行首的 # 即生效；所有路径相对于本文件所在的文件夹。
# 用 zgc-lint config show 查看每一项的取值和来源。

# month: "2026-06"            # 所属月份；默认取自文件夹名
# select: [TX, PU, AT]        # 只运行这些检查项（代码、代码开头或名称）
# extra: [PU07, PU08]         # 另加这些默认不查的检查项（zgc-lint rules 中注明“默认不查”的）
# ignore: [AT02]              # 不运行这些检查项
dictionaries: dictionaries    # 本单位修改过的词典，同名文件取代自带的
# checks_dirs: [checks]       # 本单位自己的检查项
# fail_on: 500元              # 达到这个金额（或条数，如 10）才以退出码 1 结束；默认有一条就是 1

# prints: 指纹库.sqlite       # 记下各月照片和附件的指纹，查出以前月份用过的照片（AT04）；不设则只查本批。
                              # 只存指纹，不存图片、文字、姓名和电话（见 zgc-lint explain AT04）

# earlier: [../2026-05, 历史台账.xlsx]   # 以前月份的文件夹、台账或工单导出表：只用来查母单和更早的工单
                                        # （RP、LG01），不检查其中的材料

# baseline: zgc-lint-baseline.json   # 只报这份基线中没有的问题；用 zgc-lint baseline 生成

# history: zgc-lint-history.sqlite   # 历史记录；设置后 check 计价时连同本月以前记入的工单一起累计
# pass_rate: 90                       # 甲方要求的月度通过率（百分数），用于判断是否连续两月未达标（合同 6.4(7)）
# cache: 500                  # 缓存最多占多少 MB，0 为不用缓存；缓存加密存放在本用户的缓存文件夹，zgc-lint clean 可清除
# time_limit: 300             # 一份文件最多处理多少秒，超过即停止并报告

# 合同条文有两种读法之处（见 dictionaries/penalties.yaml）
# readings:
#   contradiction_extra: A
#   core_count: A

# 各检查项的设置
# checks:
#   RP08:
#     window_days: 60         # 母单与子单来电最多相隔几天
#     cycle_first_day: 19     # 考评周期从每月几日开始
"""


@dataclass(frozen=True)
class Config:
    """The settings in force. `source` is the file they were read from, None where there is none.

    `history` is a file or a URL (`zgc_lint.history`); `pass_rate` the share of filings, in percent, that the client
    demands to be passed. `cache` is the largest size of the cache in MB, 0 for none; `time_limit` is that for one
    file, in seconds. Command-line values are put over them with `dataclasses.replace`; `overridden` names those.
    """

    month: str | None = None
    select: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    dictionaries: Path | None = None
    checks_dirs: tuple[Path, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    fail_on: str | None = None
    prints: Path | None = None
    earlier: tuple[Path, ...] = ()
    baseline: Path | None = None
    history: str | None = None
    pass_rate: float | None = None
    cache: int = 500
    time_limit: int = 300
    checks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    source: Path | None = None
    given: frozenset[str] = frozenset()
    overridden: frozenset[str] = frozenset()

    def origin(self, key: str) -> str:
        """Where the value of `key` comes from, in Chinese."""
        if key in self.overridden:
            return "命令行"
        return str(self.source) if key in self.given else "默认"


def find_config(target: Path) -> Path | None:
    """The nearest ``zgc-lint.yaml``: in the target folder (beside a file or zip), else in a folder above it."""
    start = target.resolve()
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    return None


def load_config(explicit: Path | None, targets: Sequence[Path]) -> Config:
    """The settings of the file `explicit`, else of the one found for the first target, else the defaults.

    Raises UsageError for a file that is not there, an unknown key or a value of the wrong kind.
    """
    path = explicit or (find_config(targets[0]) if targets else None)
    if path is None:
        return Config()
    if not path.is_file():
        raise UsageError(f"找不到配置文件：{path}")
    data = read_yaml(path)
    for key in data.keys():  # noqa: SIM118 (a Section)
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, n=1)
            raise UsageError(f"{path}：没有“{key}”这一项" + (f"，是否为“{near[0]}”" if near else ""))
    home = path.resolve().parent
    dictionaries = data.text("dictionaries") if data.data.get("dictionaries") else None
    return Config(
        month=str(data.data["month"]) if data.data.get("month") else None,
        select=data.texts("select"),
        extra=data.texts("extra"),
        ignore=data.texts("ignore"),
        dictionaries=_folder(home, dictionaries, path) if dictionaries else None,
        checks_dirs=tuple(_folder(home, name, path) for name in data.texts("checks_dirs")),
        readings=_readings(data.section("readings")),
        fail_on=str(data.data["fail_on"]) if data.data.get("fail_on") else None,
        prints=home / data.text("prints") if data.data.get("prints") else None,
        earlier=tuple(_existing(home, name, path) for name in data.texts("earlier")),
        history=_history(home, data),
        pass_rate=_percent(data),
        baseline=home / data.text("baseline") if data.data.get("baseline") else None,
        cache=_count(data, "cache", least=0),
        time_limit=_count(data, "time_limit", least=1, most=_LONGEST),
        checks={code: data.section("checks").section(code).data for code in data.section("checks").keys()},  # noqa: SIM118
        source=path,
        given=frozenset(data.keys()),
    )


def _folder(home: Path, name: str, path: Path) -> Path:
    folder = home / name
    if not folder.is_dir():
        raise UsageError(f"{path}：找不到文件夹 {name}")
    return folder


def _history(home: Path, data: Section) -> str | None:
    """A file is relative to the configuration; a URL stands as it is."""
    if not data.data.get("history"):
        return None
    place = data.text("history")
    return place if "://" in place else str(home / place)


def _percent(data: Section) -> float | None:
    value = data.data.get("pass_rate")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 100:
        raise data.fail("pass_rate", "大于 0、不超过 100 的数字")
    return float(value)


def _existing(home: Path, name: str, path: Path) -> Path:
    if not (home / name).exists():
        raise UsageError(f"{path}：earlier 中的 {name} 不存在")
    return home / name


def _count(data: Section, key: str, *, least: int, most: int | None = None) -> int:
    value = data.data.get(key, getattr(Config, key))
    if not isinstance(value, int) or isinstance(value, bool) or value < least or (most is not None and value > most):
        raise data.fail(key, f"不小于 {least} 的整数" if most is None else f" {least} 到 {most} 的整数")
    return value


def _readings(section: Section) -> dict[str, str]:
    return {key: section.text(key) for key in section.keys()}  # noqa: SIM118
