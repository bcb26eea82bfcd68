"""Named figures, each beside its bare counterpart: see ``measure`` and ``run``."""
