"""WHAT IS ASKED: form definitions, conditions, answer types, validation, journey, relevant answers. Pure.

No clock and no writing: "today" is an argument. Reads only definitions, from ``resources/``. Never imports Qt,
SQLAlchemy, reportlab, or any other room.

The contract, module by module:

``definition``   the frozen objects a form is made of (Form, Section, Page, Question, Choice), and ``Json``
``conditions``   structured conditions and their evaluation over raw answers
``reference``    reference lists (countries, ranks, rights ...) with edition and source
``loader``       ``load_form(form_id, version)`` and ``available_forms()``: TOML in ``resources/forms`` to a Form
                 (``question_loader`` reads one question, ``loader_checks`` what only the whole form shows)
``answers``      ``parse(question, raw, today)``: raw as typed -> canonical value or problems; ``is_blank``
``problems``     ``Problem``: an address (question, row, column) and the sentence of the GOV.UK error manner
``wording``      the sentences of problems, built from labels
``walk``         the one walk through a form that journey, validation and values share
``journey``      which pages and questions are on the path, section statuses, what comes next
``validation``   ``validate(form, answers, context)``: every problem of the relevant answers
``values``       ``collect(form, answers, context)``: the canonical values of the relevant answers
``display``      a canonical value as words for people (screen, PDF, comparison)
``schema``       JSON Schema 2020-12 of a form
``lint``         finds what is wrong with a definition (``reachability``: what can never be shown)

Raw and canonical. An answer is kept *raw*, as typed, so that half a date survives. ``parse`` turns it into a
*canonical* value: plain JSON, one normal form per answer type (table in ``answers``). A canonical value is itself a
legal raw value, and parses to itself.
"""
