"""``./dev bench``: every figure as a table, and as JSON into out/bench.json. Figures are reported, never asserted."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bench import package_figures, vault_figures, window_figures  # noqa: E402  # after the path is set
from bench.measure import Figure  # noqa: E402

Group = Callable[[Path], Iterator[Figure]]
GROUPS: dict[str, Group] = {
    "window": window_figures.figures,
    "vault": vault_figures.figures,
    "package": package_figures.figures,
}


def main(wanted: list[str]) -> int:
    """Measure the named groups (default: all), print a line for each figure as it is ready, and write the JSON."""
    found: list[Figure] = []
    print(f"{'figure':34} {'ours':>10} {'bare':>10} {'ratio':>7} {'aim':>6}   against")
    for name in wanted or list(GROUPS):
        with tempfile.TemporaryDirectory(prefix="ipas-bench-") as scratch:
            for figure in GROUPS[name](Path(scratch)):
                found.append(figure)
                mark = "" if figure.reached else "  MISSED"
                print(
                    f"{figure.name:34} {figure.ours_ms:7.2f} ms {figure.bare_ms:7.2f} ms {figure.ratio:6.2f}×"
                    f" {figure.aim:5.2f}×  {figure.bare}{mark}",
                    flush=True,
                )
    out = ROOT / "out"
    out.mkdir(exist_ok=True)
    (out / "bench.json").write_text(json.dumps([figure.to_json() for figure in found], indent=1) + "\n")
    print(
        f"Each ratio is the median of {found[0].runs} paired runs. JSON: {out / 'bench.json'}"
        if found
        else "Nothing measured."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
