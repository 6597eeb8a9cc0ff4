"""The wheel carries what the checkout has, and works where there is no checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(ROOT, tmp_path_factory.mktemp("wheel"))


def _built(source: Path, folder: Path) -> Path:
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(source),
    ]
    subprocess.run(build, check=True)
    return next(folder.glob("*.whl"))


def test_wheel_has_every_check_and_dictionary(wheel: Path) -> None:
    """force-include copies what lies there, ignored or not, so both sides are compared."""
    shipped = {
        name.removeprefix("zgc_lint/_bundled/")
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith("zgc_lint/_bundled/")
    }
    tracked = {
        path.relative_to(ROOT).as_posix()
        for folder in ("checks", "dictionaries")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in shipped if "__pycache__" not in name} == tracked


def test_a_second_build_is_equal_byte_by_byte(wheel: Path, tmp_path: Path) -> None:
    """From a copy elsewhere, written at another time and in another order."""
    copy = tmp_path / "elsewhere"
    for name in ("dictionaries", "checks", "zgc_lint"):
        shutil.copytree(ROOT / name, copy / name, copy_function=shutil.copyfile)
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copyfile(ROOT / name, copy / name)
    assert _built(copy, tmp_path).read_bytes() == wheel.read_bytes()


def test_wheel_has_schema_and_types(wheel: Path) -> None:
    assert {"zgc_lint/report/schema.json", "zgc_lint/history/templates/review.html", "zgc_lint/py.typed"} <= set(
        zipfile.ZipFile(wheel).namelist()
    )


def test_wheel_has_the_parts_of_the_html_report(wheel: Path) -> None:
    parts = {path.relative_to(ROOT).as_posix() for path in (ROOT / "zgc_lint/report/html/parts").iterdir()}
    assert parts
    assert parts <= set(zipfile.ZipFile(wheel).namelist())


def test_every_dependency_is_bounded_at_both_ends(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (about,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        needs = map(Requirement, message_from_bytes(archive.read(about)).get_all("Requires-Dist", []))
        others = [need for need in needs if need.name != "zgc-lint"]  # that is an extra of our own
    assert len(others) > 40
    assert [str(need) for need in others if {bound.operator for bound in need.specifier} != {">=", "<"}] == []


def test_works_without_a_checkout(wheel: Path, tmp_path: Path) -> None:
    """Installed beside the libraries of this environment, run from another folder."""
    home = tmp_path / "venv"
    venv.create(home, system_site_packages=False, symlinks=sys.platform != "win32")
    python = next(path for path in (home / "bin/python", home / "Scripts/python.exe") if path.exists())
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    zipfile.ZipFile(wheel).extractall(site)
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    (Path(site) / "libraries.pth").write_text(libraries, encoding="utf-8")
    done = subprocess.run(
        [python, "-c", "from zgc_lint import bundled, cli; print(bundled.checks_folder()); cli.run(['rules'])"],
        capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=True,
    )  # fmt: skip
    where, *listed = done.stdout.splitlines()
    assert Path(where) == Path(site) / "zgc_lint" / "_bundled" / "checks"
    assert any(line.startswith("TX01\t") for line in listed)
