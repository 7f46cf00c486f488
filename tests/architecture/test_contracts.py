"""Who may import whom: the contracts of pyproject.toml."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.sources import ROOT

CONTRACTS = {
    "floors",
    "solvers",
    "judge",
    "light-nouns",
    "no-web",
    "service-floors",
    "service-rooms",
    "harness",
    "no-circles",
}


def test_every_import_contract_is_kept() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([lint_imports], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_no_contract_is_missing_and_none_has_a_hole() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]

    assert {contract["id"] for contract in settings["contracts"]} >= CONTRACTS
    assert not any("ignore_imports" in contract for contract in settings["contracts"])
