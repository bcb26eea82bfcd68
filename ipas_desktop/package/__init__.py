"""WHAT IS SUBMITTED: the tagged PDF, its report, signing, verifying.

The only room that imports reportlab, pyHanko and pikepdf. May import ``cases`` and what is below; never Qt or
SQLAlchemy. Works on frozen data only: a Revision, its forms, and attachment bytes.

``content``      ``PackageContent``: all that a package is made from
``fonts``        embedded families, and which characters they lack
``tagged``       a reportlab canvas that writes tagged PDF/A-3a and PDF/UA-1
``report``       composes the pages from sections
``sections/``    summary, answers, rights, evidence, signatures: one module a part of the report
``risk_picture`` the risk picture before and after measures, drawn as vectors
``identity``     PKCS#12: make a practice identity, load one, say whether it may sign
``signing``      certify with PAdES B-B, DocMDP 2
``verifying``    one verdict in one sentence, then each signature
``building``     render, sign, temp file, fsync, rename, verify: ``build``
"""
