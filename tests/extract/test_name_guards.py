from __future__ import annotations

import subprocess
import sys

import pytest

from zgc_lint.extract.name_guards import Names
from zgc_lint.typo.corrector import Suspicion

NOTHING = Names("", (), "")


def _holds(names: Names, text: str, wrong: str, right: str, word_end: int | None = None) -> bool:
    start = text.index(wrong)
    one = Suspicion(start, start + len(wrong), right, 0.95)
    mended = text[:start] + right + text[one.end :]
    return names.hold(text, mended, one, one.end if word_end is None else word_end)


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("住在云开壹品小区的市民", "开", "凯"),
        ("由江河水利置业公司负责", "利", "力"),
        ("湄清水河沿岸", "清", "青"),
        ("依照《物业管里条例》办理", "里", "理"),
        ("罚款伍拾元", "伍", "五"),
        ("京建发〔2026〕3好", "好", "号"),
        ("型号为AK器", "器", "起"),
        ("诉求人王建过，男", "过", "国"),
    ],
)
def test_holds_names_titles_numerals(text: str, wrong: str, right: str) -> None:
    assert _holds(NOTHING, text, wrong, right)


@pytest.mark.parametrize(
    ("text", "wrong", "right", "word_end"),
    [
        ("已联系相关不门处理", "不", "部", 7),
        ("人民发院受理", "发", "法", 4),
        ("工作人员按时到杨了", "杨", "场", 8),
        ("权力救济渠道", "力", "利", 2),
    ],
)
def test_leaves_plain_words_alone(text: str, wrong: str, right: str, word_end: int) -> None:
    assert not _holds(NOTHING, text, wrong, right, word_end)


def test_a_string_that_recurs_is_a_name() -> None:
    names = Names("", (), "前往云开堂查看情况。\n市民对云开堂的服务不满。")
    assert _holds(names, "前往云开堂查看情况", "开", "凯")


def test_copies_of_one_sentence_do_not_make_a_name() -> None:
    names = Names("", (), "已督促物业加强官理工作。\n已督促物业加强官理工作。")
    assert not _holds(names, "已督促物业加强官理工作。", "官", "管")


def test_what_is_more_often_written_right_is_no_name() -> None:
    names = Names("", (), "加强官理工作。请官理到位。" + "物业管理工作，小区管理到位，强管理，好管理到")
    assert not _holds(names, "加强官理工作。", "官", "管")


def test_fields_and_the_office_s_list_hold_names() -> None:
    assert _holds(Names("澜庭", (), ""), "前往澜庭时", "澜", "兰")
    assert _holds(Names("", ("澜庭",), ""), "前往澜庭时", "澜", "兰")


def test_numpy_is_not_loaded_by_the_command_line() -> None:
    code = (
        "import sys; from zgc_lint.cli import main; from zgc_lint.check.registry import discover; "
        "discover(); print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
