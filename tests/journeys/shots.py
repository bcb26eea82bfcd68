"""Pictures of every page, light, dark and at 200 %, written to a folder: ``python -m tests.journeys.shots FOLDER``.

Holds no checks; a person looks at them.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ipas_desktop import app
from ipas_desktop.cases import samples
from ipas_desktop.cases.case import Case
from ipas_desktop.policy import Policy
from ipas_desktop.ui import theme, work
from ipas_desktop.ui.first_start_page import FirstStartPage
from ipas_desktop.ui.home_page import HomePage
from ipas_desktop.ui.new_engagement import create_engagement
from ipas_desktop.ui.package_page import PackagePage
from ipas_desktop.ui.places import HOME, Place, Room
from ipas_desktop.ui.session import Session, today_here
from ipas_desktop.ui.theme import Look, Scheme
from ipas_desktop.ui.unlock_page import UnlockPage
from ipas_desktop.ui.window import Window
from ipas_desktop.vault import engagements, opening, revisions
from ipas_desktop.vault.kdf import FLOOR

P = TypeVar("P", bound=QWidget)
PASSPHRASE = "teapot gravel window marsh"
LOOKS = {
    "light": Look(Scheme.LIGHT),
    "dark": Look(Scheme.DARK),
    "large": Look(Scheme.LIGHT, 2.0),
    "contrast": Look(Scheme.CONTRAST),
}
QUESTIONS = (
    ("notification", "about.engagement"),
    ("notification", "delivery.dates"),
    ("notification", "team.people"),
    ("osja", "stage2.rights"),
)


class Photographer:
    """Takes the pictures of one look."""

    def __init__(self, application: QApplication, look: Look, folder: Path, scratch: Path) -> None:
        theme.set_look(application, look)
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._scratch, self._count = folder, scratch, 0
        self._window = Window(application, scratch / "vault", Policy())
        self._window.start()
        self._window.resize(1366, 768)
        self._window.show()

    def take(self, name: str) -> None:
        """Write one picture."""
        while work.is_running():
            QTest.qWait(50)
        self._window.activateWindow()
        QTest.qWait(150)
        self._count += 1
        self._window.grab().save(str(self._folder / f"{self._count:02}-{name}.png"))

    def go(self, room: Room, name: str, case: Case | None = None, **place: str) -> None:
        """Open a place and take its picture."""
        self._window.go(Place(room, case.id if case else "", **place))
        self.take(name)

    def take_all(self) -> None:
        """Walk through the program."""
        session = self._set_up()
        self._home(session)
        case = engagements.store_imported(session.vault, samples.load_sample("sio-programme", today_here()))
        blank = create_engagement(session)
        self._work(case, blank)
        self._finish(session, case)
        self._lock(case)

    def close(self) -> None:
        """Close the window."""
        self._window.close()

    def _set_up(self) -> Session:
        page = self._page(FirstStartPage)
        self.take("first-start")
        page.name.set_text("Asha Example")
        page._to_passphrase()
        page.passphrase.set_text(PASSPHRASE)
        self.take("passphrase")
        page._created(opening.create(self._scratch / "vault", PASSPHRASE, name="Asha Example", cost=FLOOR))
        self.take("recovery-key")
        assert page._vault is not None
        session = Session(page._vault)
        self._window.open_session(session)
        return session

    def _home(self, session: Session) -> None:
        self.take("home-empty")
        for _ in range(4):
            create_engagement(session)
        self._window.go(HOME)
        self.take("home")
        self._page(HomePage).search.setText("interveiw")
        self.take("home-nothing-found")

    def _work(self, case: Case, blank: Case) -> None:
        self.go(Room.ENGAGEMENT, "engagement-new", blank)
        self.go(Room.ENGAGEMENT, "engagement", case)
        for document, page_id in QUESTIONS:
            self.go(Room.QUESTION, f"question-{page_id}", case, document=document, page_id=page_id)
        self.go(Room.REVIEW, "review-new", blank)
        self.go(Room.REVIEW, "review", case)
        self.go(Room.FINALISE, "finalise-new", blank)
        self.go(Room.FINALISE, "finalise", case)
        self.go(Room.SETTINGS, "settings")

    def _finish(self, session: Session, case: Case) -> None:
        revisions.finalise(session.vault, case.id, session.context())
        self.go(Room.PACKAGE, "package", case)
        page = self._page(PackagePage)
        page.practice.setChecked(True)
        page.new_identity.set_text(str(self._scratch / "practice.p12"))
        page.password.set_text("a password for practice")
        page.target.set_text(str(self._scratch / "package.pdf"))
        page._sign()
        self.take("package-made")
        self.go(Room.ENGAGEMENT, "engagement-final", case)
        self.go(Room.VERIFY, "verify")
        package = self._scratch / "package.pdf"
        self._window.go(Place(Room.VERIFY, inside={"file": str(package)}))
        self.take("verify-good")
        data = bytearray(package.read_bytes())
        data[len(data) // 2] ^= 1
        (self._scratch / "changed.pdf").write_bytes(data)
        self._window.go(Place(Room.VERIFY, inside={"file": str(self._scratch / "changed.pdf")}))
        self.take("verify-changed")

    def _lock(self, case: Case) -> None:
        self._window.go(Place(Room.ENGAGEMENT, case.id))
        self._window.lock()
        self.take("unlock")
        page = self._page(UnlockPage)
        page.passphrase.set_text("not the passphrase")
        page._try()
        self.take("unlock-wrong")

    def _page(self, kind: type[P]) -> P:
        page = self._window.stack.currentWidget()
        assert isinstance(page, kind)
        return page


def main(target: Path, progress: Callable[[str], object] = print) -> int:
    """Take all pictures in every look."""
    application = app.application()
    for name, look in LOOKS.items():
        with tempfile.TemporaryDirectory(prefix="ipas-shots-") as scratch:
            photographer = Photographer(application, look, target / name, Path(scratch))
            photographer.take_all()
            photographer.close()
            progress(f"{name}: {target / name}")
    work.stop_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/shots")))
