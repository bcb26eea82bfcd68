"""WHERE IT IS KEPT: key slots, encrypted database, answers, history, attachments, revisions.

The only room that imports SQLAlchemy, sqlcipher3 and keyring. May import ``cases`` and what is below; never Qt or
reportlab. Models stay private; every function takes the open vault and returns frozen objects of ``cases`` or of this
room. One engine, one thread at a time. Times and new ids are arguments or made here, never in ``cases``.

``keyslots``     the key file: slots (passphrase, recovery key), two authenticated copies
``recovery_key`` the printed key: groups with check symbols, reading what was typed
``database``     one keyed SQLCipher engine; pragmas; header and schema-version checks
``models``       private tables
``opening``      ``create``, ``open_with_passphrase``, ``open_with_recovery_key``, ``OpenVault``, ``vault_info``,
                 ``check``; the process lock
``engagements``  create, list, load, delete cases and documents
``answers``      save answers and rows, raw and parsed, in one transaction; record the event when a field is left
``history``      read events, verify the chain
``attachments``  add, read, remove attached files
``revisions``    finalise in one transaction; load revisions; record packages made
``settings``     small values of the user: name, window, last place
"""
