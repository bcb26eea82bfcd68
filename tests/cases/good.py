"""The answers of an engagement that no check says anything about; tests change one thing in it."""

from __future__ import annotations

from ipas_desktop.forms import reference
from ipas_desktop.forms.definition import Json

LONG = "Trainers visit the custody suite every Thursday; the SRO reads their notes and stops the work. "

NOTIFICATION: dict[str, Json] = {
    "en.a.title": "Ghana – senior investigating officer programme",
    "en.a.kind": "new",
    "en.a.sensitive_case": {"answer": "no"},
    "en.a.marking_sensitive": "official_sensitive",
    "en.a.marking_uk_prefix": "no",
    "en.b.lead_org": "college",
    "en.b.partners_uk_any": "no",
    "en.b.poc": {
        "name": "Imogen Hartley",
        "role": "Lead",
        "email": "i.hartley@college.police.uk",
        "phone": "020 7946 0001",
    },
    "en.b.poc_alt": {"name": "Tom Ellwood"},
    "en.b.sro": {"name": "Margaret Rowe", "rank": "ACC", "role": "SRO"},
    "en.b.commercial_partner": {"answer": "no"},
    "en.c.countries": ["GH"],
    "en.c.post_aware": "yes",
    "en.c.locations": [
        {"row": "l1", "kind": "overseas", "place": "Accra", "country": "GH"},
        {"row": "l2", "kind": "uk", "place": "Ryton"},
    ],
    "en.c.third_country": {"answer": "no"},
    "en.c.beneficiaries": [
        {
            "row": "b1",
            "name": "Ghana Police Service",
            "country": "GH",
            "ministry": "Ministry of the Interior",
            "kind": "national_police",
            "scope": "unit",
            "unit": "Eastern Region homicide unit",
        }
    ],
    "en.c.partner_poc_include": "no",
    "en.c.other_donors_any": "none_known",
    "en.d.purpose_confirmed": "yes",
    "en.d.mou": "mou",
    "en.e.activity_type": ["mentoring"],
    "en.e.operational": "non_operational",
    "en.e.area": ["investigation"],
    "en.e.dual_use": ["none"],
    "en.f.mode": ["in_uk", "in_country"],
    "en.f.start": {"day": "2", "month": "December", "year": "2026"},
    "en.f.end": {"day": "26", "month": "2", "year": "2027"},
    "en.f.dates_firm": "firm",
    "en.g.numbers": [{"row": "junior", "women": "10", "men": "14"}],
    "en.g.vetting": ["post"],
    "en.h.team": [
        {
            "row": "t1",
            "role": "Trainer",
            "number": "3",
            "rank": "Detective inspector",
            "band": "middle",
            "employer": "territorial_force",
            "employer_name": "West Midlands Police",
            "status": "officer",
            "dates": {"from": "2026-12-02", "to": "2027-02-26"},
            "clearance": "sc",
            "clearance_until": "2028-01-01",
        },
        {
            "row": "t2",
            "role": "Designer",
            "number": "1",
            "rank": "Grade 7",
            "band": "civilian",
            "employer": "college",
            "status": "staff",
            "dates": {"from": "2026-12-02", "to": "2027-02-26"},
            "clearance": "sc",
            "clearance_until": "2028-01-01",
        },
    ],
    "en.h.forces": ["england_wales"],
    "en.h.s26_needed": {"answer": "yes"},
    "en.h.s26_status": "granted",
    "en.j.model": ["overseas", "isf"],
    "en.j.split": {"overseas": "70", "isf": "30"},
    "en.j.value_basis": "quote",
    "en.j.value": "12500",
    "en.j.costs": [{"row": "staff", "amount": "10000"}, {"row": "travel", "amount": "2500"}],
    "en.j.income": {"answer": "no"},
    "en.j.gifts": {"answer": "no"},
    "en.j.commercial_sensitive": ["none"],
    "en.k.hr_summary": LONG * 2,
    "en.k.recommendation": "conditions",
    "en.k.conditions": [
        {"row": "c1", "condition": "The statement is signed", "owner": "I Hartley", "due": "2027-01-08"}
    ],
    "en.l.fcdo_advice": [{"row": "a1", "place": "Accra", "country": "GH", "level": "none", "checked": "2026-11-20"}],
    "en.m.material_marking": "official",
    "en.m.data_sharing": {"answer": "no"},
    "en.m.equipment_any": "none",
    "en.n.reasons": ["none"],
    "en.o.author": {"name": "Imogen Hartley", "role": "Lead"},
    "en.o.reviewer": {"name": "Tom Ellwood", "role": "Second reader"},
    "en.o.approver": {"name": "Margaret Rowe", "role": "ACC"},
    "en.o.decl": ["accurate", "osja", "not_started", "marking", "people_told"],
    "en.o.decision": "proceed",
}


def engaged(level: str, **more: Json) -> dict[str, Json]:
    """Return the columns of a right that is engaged at a level."""
    return {
        "engaged": "yes",
        "direct": "no",
        "significant": "possible",
        "pathway": "A suspect is found faster and is held in a station that is known for it.",
        "likelihood": "medium",
        "gravity": "high",
        "level": level,
        "evidence": "OHCHR 2026",
        **more,
    }


def rights(**changed: dict[str, Json]) -> list[Json]:
    """Return the grid of rights: R2 serious, R4 medium, the rest not engaged, unless changed."""
    cells: dict[str, dict[str, Json]] = {item.id: {"engaged": "no"} for item in reference.load_list("rights").items}
    cells |= {"R2": engaged("serious"), "R4": engaged("medium"), **changed}
    return [{"row": right, **columns} for right, columns in cells.items()]


def measure(name: str, **changed: Json) -> dict[str, Json]:
    """Return a measure for R2 and R4."""
    return {
        "row": f"m-{name}",
        "measure": name,
        "description": "Visits to the custody suite in weeks 6, 8 and 10",
        "rights": ["R2", "R4"],
        "changes": ["likelihood"],
        "owner": "O Pryce",
        "start": "2026-12-02",
        "evidence": "Visit notes",
        **changed,
    }


def residual(**levels: str) -> list[Json]:
    """Return levels after measures: R2 medium and R4 low unless changed."""
    return [
        {"row": right, "level": level, "reason": "Visits and vetting"}
        for right, level in {"R2": "medium", "R4": "low", **levels}.items()
        if level
    ]


OSJA: dict[str, Json] = {
    "osja.m.kind": "capacity",
    "osja.m.countries": ["GH"],
    "osja.m.regimes": ["none"],
    "osja.m.income": {"answer": "no"},
    "osja.m.people": [{"row": "p1", "role": "author", "name": "Farah Siddiqui", "post": "OSJA lead"}],
    "osja.s1.post_assessment": {"answer": "yes"},
    "osja.s1.post_date": "2026-06-01",
    "osja.s1.post_changes": {"answer": "no"},
    "osja.s1.ihl": "no",
    "osja.s1.rights": [{"row": item.id, "concern": "none"} for item in reference.load_list("rights").items],
    "osja.s1.death_penalty": "abolished",
    "osja.s2.kinds": ["training"],
    "osja.s2.indicators": {"answer": "no"},
    "osja.s2.data": {"answer": "no"},
    "osja.s2.misuse": {"answer": "yes", "reason": "Interview skills"},
    "osja.s2.rights": rights(),
    "osja.s2.reputational": {"level": "low", "reason": "Known partner"},
    "osja.s2.political": {"level": "low", "reason": "Known partner"},
    "osja.s3.measures": [measure("X9"), measure("X7")],
    "osja.s3.assurances_sought": {"answer": "no", "reason": "Visits are agreed instead"},
    "osja.s3.monitoring_steps": [
        {"row": "s1", "date": "2027-01-15", "what": "Visit", "who": "NGO", "independent": "yes"}
    ],
    "osja.s3.residual": residual(),
    "osja.s4.serious_risk": {"answer": "no", "reason": "Visits and vetting"},
    "osja.s4.reputational": {"level": "low", "reason": "Known partner"},
    "osja.s4.political": {"level": "low", "reason": "Known partner"},
    "osja.s4.death_penalty": {"answer": "no", "reason": "Abolished"},
    "osja.s4.torture": {"answer": "no", "reason": "Visits"},
    "osja.s4.level": "medium",
    "osja.s4.recommendation": "proceed_conditions",
    "osja.s4.conditions": [
        {"row": "c1", "condition": "The statement is signed", "owner": "I Hartley", "by": "2027-01-08"}
    ],
    "osja.s4.consultees": [
        {"row": "k1", "kind": "post", "name": "British High Commission", "date": "2026-11-02", "said": "Content"},
        {"row": "k2", "kind": "legal", "name": "Force solicitor", "date": "2026-11-03", "said": "Content"},
    ],
    "osja.s4.approval_grade": "chief_officer",
    "osja.s4.approver": {"name": "Margaret Rowe", "role": "ACC"},
    "osja.s4.approval": "approved",
    "osja.s4.review_date": "2027-05-01",
}
