"""WHAT IS SEEN: window, unlock, home, task list, question pages, review, package. The only room that imports Qt."""
