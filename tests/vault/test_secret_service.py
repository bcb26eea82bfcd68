"""The real Secret Service of a Linux desktop: gnome-keyring in a D-Bus session of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Made

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-run-session") is None or shutil.which("gnome-keyring-daemon") is None,
    reason="needs gnome-keyring and dbus-run-session",
)

UNLOCKED = "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "
LOCKED = "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; exec "
NO_DAEMON = "exec "

SCRIPT = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from ipas_desktop.errors import DeviceKeyUnavailable
from ipas_desktop.vault import device_key, opening
folder, passphrase, now = Path(sys.argv[1]), sys.argv[2], datetime.now(UTC)
vault = opening.open_with_passphrase(folder, passphrase)
try:
    device_key.enable(vault, now, patience_s=10)
except DeviceKeyUnavailable as error:
    print("unavailable", device_key.probe(patience_s=10).available, len(vault.key_file.slots_of("device")))
    sys.exit()
vault.close()
device_key.open_with_device(folder, now, patience_s=10).close()
vault = opening.open_with_passphrase(folder, passphrase)
device_key.disable(vault, patience_s=10)
vault.close()
try:
    device_key.open_with_device(folder, now, patience_s=10)
except DeviceKeyUnavailable:
    print("opened and forgotten")
"""


def _run(made: Made, home: Path, start: str, **more: str) -> str:
    made.vault.close()
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")
    }
    environment |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(ROOT), **more}
    inside = f'{start}"$0" -c "$1" "$2" "$3"'
    command = ["dbus-run-session", "--", "sh", "-c", inside, sys.executable, SCRIPT, str(made.folder), made.passphrase]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=90)
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout.strip().splitlines()[-1]


def test_real_keyring_opens_the_vault_and_forgets(made: Made, private_home: Path) -> None:
    assert _run(made, private_home, UNLOCKED) == "opened and forgotten"
    assert made.reopened().notices == ()


def test_session_without_a_keyring_is_unavailable(made: Made, private_home: Path) -> None:
    assert _run(made, private_home, NO_DAEMON).startswith("unavailable")


def test_locked_keyring_is_unavailable(made: Made, private_home: Path) -> None:
    assert _run(made, private_home, LOCKED).startswith("unavailable")


def test_keyring_that_keeps_nothing_is_unavailable(made: Made, private_home: Path) -> None:
    null = "keyring.backends.null.Keyring"
    assert _run(made, private_home, NO_DAEMON, PYTHON_KEYRING_BACKEND=null) == "unavailable False 0"
