"""The program is killed at random moments of typing, saving, finalising, backup and changing keys; nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CAMPAIGN = Path(__file__).with_name("kill_campaign.py")
ROOT = CAMPAIGN.parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills forked writers")


def _campaign(folder: Path, kills: int, seed: int) -> dict[str, int]:
    command = [sys.executable, str(CAMPAIGN), str(folder), str(kills), str(seed)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=7200)
    assert run.returncode == 0, run.stderr[-4000:]
    told: dict[str, int] = json.loads(run.stdout)
    return told


def test_no_acknowledged_write_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    told = _campaign(tmp_path / "vault", kills=25, seed=20261123)
    assert told["kills"] == 25
    assert told["acts"] > 5, "the writers were killed before they had done anything"


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(5))
def test_no_acknowledged_write_is_lost_in_a_thousand_kills(tmp_path: Path, seed: int) -> None:
    told = _campaign(tmp_path / "vault", kills=300, seed=seed)
    assert told["passphrases"] > 5
    assert told["revisions"] > 5
