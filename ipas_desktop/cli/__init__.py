"""The same work without a screen. The contract for scripts: commands, exit codes and JSON are fixed.

Exit codes: 0 done or good; 1 the verdict is bad (checks fail, package not valid); 2 wrong usage; 3 a known error, as
one plain sentence on standard error. Never a traceback. Secrets come from a file or a prompt, never as arguments.
Never imports Qt.

``command_line``  the arguments, and from them to the function that does it
``output``        plain words or JSON on standard output
``secrets``       passphrases from files and prompts
``vaults`` ``cases`` ``documents`` ``countries`` ``upgrades`` ``packages`` ``identities`` ``forms`` ``packs``
                  one module a group of commands
``demo``          the whole way with the sample engagement
``selftest``      does this installation work?
"""
