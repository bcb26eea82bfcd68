"""WHAT IT MEANS: the case, its life-cycle, risk and approval, checks, marking, exchange. Pure.

No clock and no writing: times and ids are arguments. Reads only data files that come with the program. May import
``forms`` and what is below it; never Qt, SQLAlchemy, reportlab or another room of its storey or above.

``case``       Case, Document, AttachmentInfo, Revision: what other rooms pass around
``plain``      reading canonical values plainly; ``labels`` words for stored ids
``reading``    a case with its canonical relevant values, collected once and shared by the rules below
``lifecycle``  which state follows which; freezing a revision
``risk``       the OSJA decision: levels before and after, overall level, reasons line by line; ``risk_rights`` one
               right, ``risk_gates`` death penalty, torture and a level set by hand, ``decision`` the rules as data
``findings``   Check, Finding, Severity
``checks``     named checks over a whole case, each with id, severity, message, question and fix; one module a theme
``gate``       may this work start, and why not
``marking``    the grammar of protective markings
``exchange``   the JSON that ``case export`` writes and ``case import`` reads; ``strict_json`` and ``exchange_shapes``
               refuse what is odd, ``exchange_revision`` is the JSON of a frozen revision
``country_assessment``  stage 1 of an OSJA as a dated file of its own, to be used again
``adding``     which documents may be added; ``document_names`` what they are called when several share a title
``history``    events and their hash chain; ``canonical`` one way to write JSON and times as bytes
``changes``    what differs between a revision and the case as it stands, and whether IPAS has to be told
``summary``    what lists and first pages show of a case: title, where, when, who, what is missing
``upgrade``    what of a document is carried to another version of its form, and what is left behind
``samples``    the worked samples that come with the program
"""
