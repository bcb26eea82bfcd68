"""One field widget for each answer type, behind one contract: see ``base``."""
