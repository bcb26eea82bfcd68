"""WHAT AN ORGANISATION ISSUES: form packs, signed and versioned bundles of forms, rules and reference lists.

May import ``cases`` and what is below, and cryptography; never Qt, SQLAlchemy, reportlab or another room of its storey.
Loading a form of an installed pack is ``forms.loader``'s, its rules ``cases.decision``'s; both find packs by ``paths``.

``manifest``    what a pack says of itself, and the names its files may have
``container``   one file with one spelling; refuses everything else before anything is read from it
``signing``     Ed25519 keys and signatures
``contents``    do its forms, lists and rules load, and is anything wrong with them?
``meaning``     did a question keep its meaning, compared with the versions known here?
``building``    from a folder to a signed pack
``verifying``   all of the above, as one verdict
``installing``  put a pack beside the older ones; list what is installed
"""
