"""WHAT IS SEEN: window, unlock, home, task list, question pages, review, package. The only room that imports Qt."""

from ipas_desktop.ui import undying

undying.guard()  # before the first call into Qt, whichever module makes it
