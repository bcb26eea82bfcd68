"""WHAT IT MEANS: the case, its life-cycle, risk and approval, checks, marking, exchange. Pure.

No clock, no reading or writing: times and ids are arguments. May import ``forms`` and what is below it; never Qt,
SQLAlchemy, reportlab or another room of its storey or above.

``case``       Case, Document, AttachmentInfo, Revision: what other rooms pass around
``lifecycle``  which state follows which; freezing a revision
``risk``       the OSJA decision: levels before and after, overall level, reasons line by line
``checks``     named checks over a whole case, each with id, severity, message, question and fix
``gate``       may this work start, and why not
``marking``    the grammar of protective markings
``exchange``   the JSON that ``case export`` writes and ``case import`` reads
``history``    events and their hash chain
``summary``    what lists and first pages show of a case: title, where, when, who, what is missing
"""
