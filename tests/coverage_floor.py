"""Hold the branch coverage of the rooms that matter most at its floor. Run by ``./dev test`` after the tests."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "forms": 98.0,
    "cases": 98.0,
    "vault": 95.0,
    "package": 95.0,
    "packs": 95.0,
    "cli": 90.0,
    "ui": 80.0,
}  # per cent, lines and branches


def covered(files: dict[str, dict[str, dict[str, float]]], room: str) -> float:
    """Return the share of lines and branches of a room that the tests ran, in per cent."""
    inside = [data["summary"] for name, data in files.items() if f"ipas_desktop/{room}/" in name.replace("\\", "/")]
    done = sum(summary["covered_lines"] + summary["covered_branches"] for summary in inside)
    all_of_it = sum(summary["num_statements"] + summary["num_branches"] for summary in inside)
    return 100.0 * done / all_of_it if all_of_it else 0.0


def main() -> int:
    """Print the coverage of each room; return 1 when one is below its floor."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "coverage.json"
        subprocess.run([sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)], check=True, cwd=ROOT)
        files = json.loads(report.read_text())["files"]
    low = False
    for room, floor in FLOORS.items():
        share = covered(files, room)
        low |= share < floor
        print(f"coverage of {room}: {share:.1f} % (floor {floor:.0f} %){'  TOO LOW' if share < floor else ''}")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
