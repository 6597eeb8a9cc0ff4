"""Cost of the checks of repeats and omissions on a large export: ``python -m benchmarks.repeats [--rows 100000]``.

The export is generated (seeded, all content invented) and written as .xlsx: one row in ten repeats an earlier
order of the same telephone, one telephone in a thousand calls hundreds of times, and some rows lack telephone, category
or address. Beside it lie a ledger and a hundred filings. What is measured, in a process of its own, is CPU time of each
stage and peak memory. ``--write`` keeps the table in benchmarks/results/repeats.md.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from benchmarks.kept import head, keep
from benchmarks.peak import peak_memory
from zgc_lint.check.registry import discover
from zgc_lint.check.runner import run
from zgc_lint.collector import collect_seldom
from zgc_lint.extract.identify import identify
from zgc_lint.extract.orders import Orders
from zgc_lint.extract.sheets import Exports, Ledger
from zgc_lint.knowledge import Knowledge
from zgc_lint.load import opened
from zgc_lint.model import Filing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

RESULT = Path(__file__).parent / "results" / "repeats.md"
FILINGS = 100
REPEATED = 0.1  # of the rows
#: Checks that run together, as one run of the program does.
GROUPS = {"RP01 to RP10": [f"RP{i:02}" for i in range(1, 11)], "LG01": ["LG01"], "LG02, LG05": ["LG02", "LG05"]}

_ENDINGS = ("里", "家园", "小区", "苑")
_ESTATES = [a + b + c for a in "云松枫柳梅兰竹桂槐杏" for b in "庭岭溪亭桥泉林园湖岸" for c in _ENDINGS]
_MATTERS = {
    "市容环卫->垃圾清运": ["楼前垃圾桶满溢多日无人清运，异味很大", "垃圾站夜间清运噪声扰民", "装修垃圾堆放在绿地上"],
    "物业管理->电梯": ["单元电梯反复停运，老人上下楼困难", "电梯运行有异响，担心安全", "电梯门禁卡失灵"],
    "交通管理->停车管理": ["消防通道被私家车长期堵塞", "共享单车乱停放占用盲道", "小区门口违停严重"],
    "噪声污染->施工噪声": ["工地夜间施工噪声很大，无法休息", "楼上住户周末装修噪声扰民", "商户外放音响噪声扰民"],
    "供暖供水->供暖": ["室内温度不达标，要求测温", "暖气片漏水，物业迟迟不修", "停水没有提前通知"],
    "违法建设->私搭乱建": ["顶层住户私自加盖阳光房", "一层住户圈占公共绿地", "楼道内私自安装铁门"],
}
_TAILS = [
    "，要求尽快处理。",
    "，希望相关部门核实并答复。",
    "，已多次向物业反映，没有结果。",
    "，来电反映此问题。",
]


def rows(count: int, seed: int = 5) -> Iterator[list[object]]:
    """The export, header first."""
    draw = random.Random(seed)  # noqa: S311
    yield ["工单编号", "工单状态", "来电时间", "诉求人", "联系电话", "诉求分类", "诉求地址", "承办单位", "诉求内容"]
    start = datetime(2026, 1, 1)  # noqa: DTZ001 (as a sheet has it)
    known: list[tuple[str, str, str, str, str]] = []
    for number in range(count):
        if known and draw.random() < REPEATED:
            name, phone, category, address, text = known[draw.randrange(len(known))]
        else:
            category = draw.choice(list(_MATTERS))
            text = draw.choice(_MATTERS[category])
            address = f"北京市海淀区中关村街道{draw.choice(_ESTATES)}{draw.randint(1, 30)}号楼"
            few = draw.random() < 0.01
            phone = f"1380000{draw.randrange(100):04}" if few else f"139{draw.randrange(10**8):08}"
            name = draw.choice("王李张刘陈杨赵黄") + draw.choice(["建国", "女士", "先生", "明", "梅"])
            known.append((name, phone, category, address, text))
        at = start + timedelta(seconds=number * 300 + draw.randrange(300))
        yield [
            f"{at:%Y%m%d}{number:06}",
            draw.choice(["已办结"] * 30 + ["办理中", "撤单", "退单申请中"]),
            f"{at:%Y-%m-%d %H:%M:%S}",
            name,
            phone if draw.random() < 0.97 else "保密",
            category if draw.random() < 0.95 else "",
            address if draw.random() < 0.9 else "",
            "中关村街道",
            f"市民反映，{address[12:]}{text}{draw.choice(_TAILS)}注：请及时向来电人/反映人反馈办理情况。",
        ]


def write(folder: Path, count: int) -> None:
    """A month's folder: the export, and a ledger of FILINGS of its orders."""
    table = list(rows(count))
    _save(folder / "工单.xlsx", table)
    header = ["工单编号", "来电时间", "诉求人", "联系电话", "剔除项", "母单编号", "申报日期", "申报截止"]
    ledger: list[list[object]] = [list(header)]
    for row, parent in zip(table[-FILINGS:], table[1:], strict=False):
        ledger.append([row[0], row[2], row[3], row[4], "同人同诉", parent[0], "2026-12-20", "2026-12-25"])
    _save(folder / "台账.xlsx", ledger)


def _save(path: Path, table: Sequence[Sequence[object]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append(row)
    book.save(path)


def measure(folder: Path) -> dict[str, float]:
    """CPU-seconds by stage, the number of findings, and peak memory in MiB; run it in a process of its own."""
    collect_seldom()
    stages: dict[str, float] = {}
    knowledge, checks = Knowledge(), discover().checks
    began = time.process_time()

    def lap(stage: str) -> None:
        nonlocal began
        now = time.process_time()
        stages[stage] = now - began
        began = now

    with opened([folder], knowledge) as batch:
        lap("read the file")
        batch.filings = (Filing("20260101999999", (), "20260101999999"),)
        batch.inform(knowledge)
        identify(batch, knowledge)
        _ = batch[Exports], batch[Ledger]
        lap("rows")
        _ = batch[Orders]
        lap("orders")
        found = 0
        for name, codes in GROUPS.items():
            found += len(run(batch, [checks[code] for code in codes], knowledge, {}).findings)
            lap(name)
    stages["findings"] = found
    stages["peak MiB"] = peak_memory() / 2**20
    return stages


def table(measured: Mapping[int, Mapping[str, float]]) -> str:
    """The figures as a table, a column a size."""
    sizes = list(measured)
    lines = ["| CPU-s | " + " | ".join(f"{size:,} rows" for size in sizes) + " |", "|---|" + "---:|" * len(sizes)]
    kept = ("findings", "peak MiB")
    stages = [stage for stage in measured[sizes[0]] if stage not in kept]
    for stage in stages:
        lines.append(f"| {stage} | " + " | ".join(f"{measured[size][stage]:.2f}" for size in sizes) + " |")
    totals = (sum(measured[size][stage] for stage in stages) for size in sizes)
    lines.append("| **total** | " + " | ".join(f"**{total:.2f}**" for total in totals) + " |")
    lines += [f"| {key} | " + " | ".join(f"{measured[size][key]:.0f}" for size in sizes) + " |" for key in kept]
    return "\n".join(lines)


def main() -> None:
    """Measure two sizes, so that one sees how the cost grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/results")
    arguments = parser.parse_args()
    measured = {}
    for count in (arguments.rows // 2, arguments.rows):
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home) / "2026-12"
            folder.mkdir()
            write(folder, count)
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                measured[count] = pool.apply(measure, (folder,))
    text = table(measured)
    print(text)
    if arguments.write:
        keep(RESULT, "\n".join([*head("Repeats and omissions over a large export", "benchmarks.repeats"), text]))


if __name__ == "__main__":
    main()
