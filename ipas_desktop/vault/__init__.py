"""WHERE IT IS KEPT: key slots, encrypted database, answers, history, attachments, revisions.

The only room that imports SQLAlchemy, sqlcipher3 and keyring. May import ``cases`` and what is below; never Qt or
reportlab. Models stay private; every function takes the open vault and returns frozen objects of ``cases`` or of this
room. One engine, one thread at a time. Times and new ids are arguments or made here, never in ``cases``.

Opening
``folder``            what lies in a folder, without opening it; ``opening`` offers it too
``lock``              one vault, one program
``kdf``               from a passphrase or secret to a wrapping key; its cost
``passphrase``        the rule for a new one, and how strong it is
``recovery_key``      the printed key: groups with check symbols, reading what was typed
``keyslots``          the key file's content: slots, seal, one spelling
``key_file``          its two copies on the disk, and healing
``database``          one keyed SQLCipher engine; pragmas; what its errors mean
``schema``, ``models``  making the tables; the vault's own facts
``open_vault``        ``OpenVault``: transactions and closing
``opening``           ``create``, ``open_with_passphrase``, ``open_with_recovery_key``, ``check``
``migrations``        bringing an older schema up to date

Ways in
``keys``              change the passphrase, replace the recovery key, remove a slot
``rekeying``          "I think it leaked": a new data key
``device_key``        this computer's keyring
``organisation_key``  recovery by the organisation

What is kept
``engagements``       create, import, list, load, delete cases
``answers``           save answers and rows, raw and parsed, in one transaction; record the event when a field is left
``stored_answers``, ``table_rows``, ``headlines``, ``lookup``  what these share inside a transaction
``history``           append and read events
``attachments``, ``media_types``  attached files, and what they are
``upgrades``          take a document to another version of its form
``revisions``         finalise in one transaction; load revisions; record packages made
``settings``          small values of the user: name, window, last place

Keeping it
``checking``          every page, chain, revision and file
``backups``, ``restoring``  make, verify, thin; put one back
``places``            warnings about shares and synchronised folders
``durable``           small files that are never half written
"""
