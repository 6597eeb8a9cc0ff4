"""The schemas that reports for machines are held against; see tests/data/schemas/README.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
from lxml import etree

__all__ = ["valid_gitlab", "valid_junit", "valid_sarif"]

_FOLDER = Path(__file__).parent / "data" / "schemas"
_SARIF = jsonschema.Draft7Validator(json.loads((_FOLDER / "sarif-2.1.0.json").read_text(encoding="utf-8")))
_GITLAB = jsonschema.Draft202012Validator(
    json.loads((_FOLDER / "gitlab-code-quality.json").read_text(encoding="utf-8"))
)
_JUNIT = etree.XMLSchema(etree.parse(_FOLDER / "junit-10.xsd"))


def valid_sarif(text: str) -> dict[str, Any]:
    """The one run of a SARIF log, which must be valid."""
    log = json.loads(text)
    _SARIF.validate(log)
    (run,) = log["runs"]
    return dict(run)


def valid_junit(text: str) -> etree._Element:
    """The root of a JUnit report, which must be valid."""
    root = etree.fromstring(text.encode())
    _JUNIT.assertValid(root)
    return root


def valid_gitlab(text: str) -> list[dict[str, Any]]:
    """The issues of a Code Quality report, which must be valid."""
    issues = json.loads(text)
    _GITLAB.validate(issues)
    return list(issues)
