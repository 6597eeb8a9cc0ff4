from __future__ import annotations

from email.message import Message
from importlib import metadata
from typing import Any

import pytest

from tools.licences import brought_along, is_barred, licence_of, main


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-or-later",
        "AGPL-3.0",
        "GNU Affero General Public License v3",
        "GNU General Public License v3 (GPLv3)",
        "GPL-2.0 OR AGPL-3.0",
    ],
)
def test_barred(licence: str) -> None:
    assert is_barred(licence)


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "BSD-3-Clause AND Apache-2.0",
        "LGPL-2.1-or-later",
        "GNU Lesser General Public License v3 (LGPLv3)",
        "GPL-2.0 OR MIT",
    ],
)
def test_allowed(licence: str) -> None:
    assert not is_barred(licence)


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ([("License-Expression", "MIT"), ("License", "old")], "MIT"),
        ([("License", "BSD")], "BSD"),
        ([("License", "All rights " * 50), ("Classifier", "License :: OSI Approved :: BSD License")], "BSD License"),
        ([("Classifier", "Topic :: Text")], "unknown"),
    ],
)
def test_where_a_licence_is_named(fields: list[tuple[str, str]], licence: str) -> None:
    about: Any = Message()
    for key, value in fields:
        about[key] = value
    assert licence_of(about) == licence


def test_what_we_bring_along(capsys: pytest.CaptureFixture[str]) -> None:
    distributions, missing = brought_along("zgc-lint", ["evidence"])
    assert {"lxml", "pypdfium2", "onnxruntime", "pdfminer.six"} <= {
        one.metadata["Name"].lower() for one in distributions
    }
    assert missing == []
    assert main([]) == 0, capsys.readouterr().out
    told = capsys.readouterr().out
    assert "unknown" not in told
    assert {"distributed", "pg8000"} <= {line.partition("\t")[0] for line in told.splitlines()}


def test_what_is_not_installed_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = metadata.distribution

    def without_lxml(name: str) -> metadata.Distribution:
        if name == "lxml":
            raise metadata.PackageNotFoundError(name)
        return known(name)

    monkeypatch.setattr(metadata, "distribution", without_lxml)
    assert main(["history"]) == 1
    assert "lxml\tnot installed\tunknown" in capsys.readouterr().out
