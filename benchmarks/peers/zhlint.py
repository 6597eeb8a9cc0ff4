"""zhlint (MIT): blanks and marks in Chinese Markdown; an npm package, run by node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from benchmarks.peers.peer import AbsentError, Edit, changes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Zhlint"]

_RUN = """
const {run} = require('zhlint')
const options = {rules: {preset: 'default'}, logger: {log () {}, warn () {}, error () {}}}
let given = ''
process.stdin.setEncoding('utf8').on('data', part => { given += part }).on('end', () => {
  process.stdout.write(JSON.stringify(JSON.parse(given).map(line => run(line, options).result)))
})
"""


class Zhlint:
    """Its `run` with the preset rules, all lines in one process of node; starting it counts in the cost."""

    name = "zhlint"

    def __init__(self, modules: Path) -> None:
        self.modules = modules.resolve()

    def version(self) -> str:
        """That of the package in the folder of node modules."""
        package = self.modules / "zhlint" / "package.json"
        if shutil.which("node") is None or not package.is_file():
            raise AbsentError("not found: npm install zhlint, --node-modules DIR")
        node = self._node("console.log(process.version)", "").strip()
        return f"zhlint {json.loads(package.read_text(encoding='utf-8'))['version']}, node {node}"

    def judge(self, lines: Sequence[str]) -> list[list[Edit]]:
        """What it changes."""
        corrected = json.loads(self._node(_RUN, json.dumps(lines)))
        return [changes(line, new) for line, new in zip(lines, corrected, strict=True)]

    def _node(self, script: str, given: str) -> str:
        environment = {**os.environ, "NODE_PATH": str(self.modules)}
        done = subprocess.run(  # the script is ours, node the user's
            [shutil.which("node") or "node", "-e", script],
            input=given,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout
