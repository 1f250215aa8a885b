"""Facts from medical insurance (医保)."""

from __future__ import annotations

from transforms.facts.keyed import Builders, person_of

BUILDERS: Builders = {
    "medical_insurance.enrolments": (("enrolment", person_of("insured")),),
    "medical_insurance.settlements": (("medical_cost", person_of("patient")),),
}
