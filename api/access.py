"""Who may do what: every route with the roles that its dependencies let pass, and how far each reaches. `docs/ACCESS.md` is written from here.

Roles are read from the routes; how far they reach is said here, once, and tried for every route, role and organisation by
`tests/api/access`. What an organisation sees of a patient's fields stands in `sharing.py`.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from api.dependencies import signed_in
from api.security import AccountRole


class Reach(StrEnum):
    """How far a route reaches for those who may use it."""

    ANYBODY = "anybody"
    ONESELF = "oneself"
    LOCALITY = "their localities"
    SHARED = "their localities, shared fields"
    EVERYTHING = "everything"


MEANING = {
    Reach.ANYBODY: "Nobody needs to sign in; a secret in the request stands for it where there is something to see.",
    Reach.ONESELF: "What is the caller's own: their account, their rosters. Somebody else's is not found.",
    Reach.LOCALITY: "A coordinator's localities; staff themselves; others all. What lies elsewhere is not found.",
    Reach.SHARED: "The same, and of patients the fields that the caller's organisation may see; others are withheld by name.",
    Reach.EVERYTHING: "All there is of the kind, which holds no data of patients but their ids.",
}
REACH = {
    "GET /healthz": Reach.ANYBODY,
    "GET /readyz": Reach.ANYBODY,
    "GET /metrics": Reach.ANYBODY,
    "GET /docs": Reach.ANYBODY,
    "GET /docs/oauth2-redirect": Reach.ANYBODY,
    "POST /v1/sessions": Reach.ANYBODY,
    "POST /v1/sessions/refresh": Reach.ANYBODY,
    "DELETE /v1/sessions/current": Reach.ONESELF,
    "GET /v1/me": Reach.ONESELF,
    "POST /v1/me/password": Reach.ONESELF,
    "GET /v1/oidc/sign-in": Reach.ANYBODY,
    "GET /v1/oidc/callback": Reach.ANYBODY,
    "GET /v1/accounts": Reach.EVERYTHING,
    "POST /v1/accounts": Reach.EVERYTHING,
    "GET /v1/accounts/{account_id}": Reach.EVERYTHING,
    "PUT /v1/accounts/{account_id}": Reach.EVERYTHING,
    "POST /v1/accounts/{account_id}/deactivate": Reach.EVERYTHING,
    "POST /v1/accounts/{account_id}/reactivate": Reach.EVERYTHING,
    "POST /v1/accounts/{account_id}/unlock": Reach.EVERYTHING,
    "POST /v1/accounts/{account_id}/password": Reach.EVERYTHING,
    "GET /v1/sharing-agreements": Reach.LOCALITY,
    "POST /v1/sharing-agreements": Reach.EVERYTHING,
    "PUT /v1/sharing-agreements/{agreement_id}/end": Reach.EVERYTHING,
    "GET /v1/audit": Reach.EVERYTHING,
    "POST /v1/imports": Reach.LOCALITY,
    "GET /v1/imports": Reach.ONESELF,
    "GET /v1/imports/{import_id}": Reach.ONESELF,
    "GET /v1/organisations": Reach.EVERYTHING,
    "GET /v1/skills": Reach.EVERYTHING,
    "GET /v1/staff": Reach.LOCALITY,
    "GET /v1/staff/{staff_id}": Reach.LOCALITY,
    "PATCH /v1/staff/{staff_id}": Reach.LOCALITY,
    "PUT /v1/staff/{staff_id}/skills/{skill_id}": Reach.LOCALITY,
    "GET /v1/shifts": Reach.LOCALITY,
    "POST /v1/shifts": Reach.LOCALITY,
    "PATCH /v1/shifts/{shift_id}": Reach.LOCALITY,
    "POST /v1/shifts/{shift_id}/cancellation": Reach.LOCALITY,
    "GET /v1/absences": Reach.LOCALITY,
    "POST /v1/absences": Reach.LOCALITY,
    "DELETE /v1/absences/{absence_id}": Reach.LOCALITY,
    "GET /v1/localities": Reach.EVERYTHING,
    "GET /v1/teams": Reach.EVERYTHING,
    "GET /v1/practices": Reach.EVERYTHING,
    "GET /v1/patients": Reach.SHARED,
    "POST /v1/patients/search": Reach.SHARED,
    "GET /v1/patients/{patient_id}": Reach.SHARED,
    "GET /v1/patients/{patient_id}/care-plan": Reach.SHARED,
    "PUT /v1/patients/{patient_id}/care-plan": Reach.SHARED,
    "GET /v1/patients/{patient_id}/care-history": Reach.SHARED,
    "GET /v1/visits": Reach.SHARED,
    "POST /v1/visits": Reach.SHARED,
    "GET /v1/visits/{visit_id}": Reach.SHARED,
    "PATCH /v1/visits/{visit_id}": Reach.SHARED,
    "POST /v1/visits/{visit_id}/cancellation": Reach.SHARED,
    "PUT /v1/visit-links": Reach.SHARED,
    "DELETE /v1/visit-links/{first_visit_id}/{second_visit_id}": Reach.SHARED,
    "GET /v1/referrals": Reach.SHARED,
    "POST /v1/referrals": Reach.SHARED,
    "GET /v1/referrals/{referral_id}": Reach.SHARED,
    "POST /v1/referrals/{referral_id}/acceptance": Reach.SHARED,
    "POST /v1/referrals/{referral_id}/refusal": Reach.SHARED,
    "POST /v1/runs": Reach.LOCALITY,
    "GET /v1/runs": Reach.LOCALITY,
    "GET /v1/runs/{run_id}": Reach.LOCALITY,
    "DELETE /v1/runs/{run_id}": Reach.LOCALITY,
    "GET /v1/runs/{run_id}/events": Reach.LOCALITY,
    "GET /v1/runs/{run_id}/plan": Reach.SHARED,
    "GET /v1/runs/{run_id}/report": Reach.SHARED,
    "GET /v1/runs/{run_id}/scorecard": Reach.LOCALITY,
    "POST /v1/plans/check": Reach.SHARED,
    "POST /v1/scenarios": Reach.EVERYTHING,
    "GET /v1/scenarios": Reach.EVERYTHING,
    "GET /v1/scenarios/{comparison_id}": Reach.EVERYTHING,
    "DELETE /v1/scenarios/{comparison_id}": Reach.EVERYTHING,
    "GET /v1/scenarios/{comparison_id}/comparison": Reach.EVERYTHING,
    "GET /v1/scenarios/{comparison_id}/comparison.{form}": Reach.EVERYTHING,
    "POST /v1/team-designs": Reach.EVERYTHING,
    "GET /v1/team-designs": Reach.EVERYTHING,
    "GET /v1/team-designs/{team_design_id}": Reach.EVERYTHING,
    "DELETE /v1/team-designs/{team_design_id}": Reach.EVERYTHING,
    "GET /v1/team-designs/{team_design_id}/designs": Reach.EVERYTHING,
    "GET /v1/team-designs/{team_design_id}/designs/{number}.{form}": Reach.EVERYTHING,
    "POST /v1/visits/{visit_id}/placements": Reach.LOCALITY,
    "POST /v1/rosters": Reach.SHARED,
    "GET /v1/rosters": Reach.LOCALITY,
    "GET /v1/rosters/{roster_id}": Reach.SHARED,
    "DELETE /v1/rosters/{roster_id}": Reach.LOCALITY,
    "GET /v1/rosters/{before_id}/diff/{after_id}": Reach.LOCALITY,
    "PATCH /v1/rosters/{roster_id}/visits/{visit_id}": Reach.SHARED,
    "GET /v1/rosters/{roster_id}/changes": Reach.SHARED,
    "GET /v1/rosters/{roster_id}/explain/{visit_id}": Reach.SHARED,
    "POST /v1/rosters/{roster_id}/publish": Reach.SHARED,
    "GET /v1/rosters/{roster_id}/openings": Reach.LOCALITY,
    "GET /v1/rosters/{roster_id}/staff/{staff_id}": Reach.SHARED,
    "GET /v1/rosters/{roster_id}/staff/{staff_id}/roster.{form}": Reach.SHARED,
    "GET /v1/staff/me/roster": Reach.ONESELF,
    "GET /v1/staff/me/roster.{form}": Reach.ONESELF,
    "GET /v1/staff/me/notices": Reach.ONESELF,
    "POST /v1/staff/me/notices/{notice_id}/read": Reach.ONESELF,
    "POST /v1/staff/me/calendar-link": Reach.ONESELF,
    "DELETE /v1/staff/me/calendar-link": Reach.ONESELF,
    "GET /v1/calendars/{token}.ics": Reach.ANYBODY,
}
"""For every route; one that is missing here keeps the page from being written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who may use a route."""

    route: str
    """Method and path, such as `GET /v1/me`."""
    summary: str
    roles: frozenset[AccountRole] | None
    """None: whoever has signed in, or anybody where no sign-in is needed."""
    needs_sign_in: bool

    def lets_pass(self, role: AccountRole) -> bool:
        """Whether the role may use the route at all."""
        return self.roles is None or role in self.roles


def entries(app: FastAPI) -> Iterator[Entry]:
    """Every route, in the order of the interface; what has no dependencies is a file that is there for anybody."""
    for route in iter_route_contexts(app.routes):
        dependant = getattr(route, "dependant", None)
        if dependant is None:
            continue
        calls = [found.call for found in _all(dependant)]
        roles = [frozenset(let_pass) for call in calls if (let_pass := getattr(call, "roles", None))]
        for method in sorted(route.methods or ()):
            yield Entry(
                route=f"{method} {route.path}",
                summary=route.summary or "The interface described",
                roles=frozenset.intersection(*roles) if roles else None,
                needs_sign_in=signed_in in calls,
            )


def page(app: FastAPI) -> str:
    """The text of `docs/ACCESS.md`."""
    roles = tuple(AccountRole)
    rows = [
        f"| `{entry.route}` | {entry.summary} | {' | '.join(_cell(entry, role) for role in roles)} | {REACH[entry.route]} |"
        for entry in entries(app)
    ]
    head = f"| request | what it is for | {' | '.join(roles)} | how far |"
    meanings = [f"- **{reach}.** {meaning}" for reach, meaning in MEANING.items()]
    return "\n".join([INTRODUCTION, *meanings, "", head, "|---" * (len(roles) + 3) + "|", *rows, ""])


INTRODUCTION = """# Who may do what

Written from the routes themselves by `make access`; a test compares. Every cell is tried, for each role, for an
organisation of one's own, with and without a sharing agreement, and without a good sign-in
(`tests/api/access`). Without one the answer is 401; to a role that may not, 403; about a thing that is somebody else's,
404, as if it were not there; to what no agreement and no referral opens, 403.

Refusals of somebody who has signed in, to a role, of somebody else's thing or of what is not shared, are in the audit
record, and so is every try of a calendar's link that opens nothing, by the link's id where it once opened something. An id
that nothing has is answered like somebody else's and is not recorded: what was typed may be a name.

What an agreement, a referral and the kind of the caller's organisation leave open of a patient is the least of the three,
in fields and in words alike. Of a patient whose care is closed to the caller, the judge's sentences, explanations and
reasons are withheld: they say which rule is broken at which visit, and by how much.

Every answer that names a patient or their visit, a refusal too, is in the record of who has seen that patient.

Planners know patients and visits by pseudonym alone, in lists whose order is that of the pseudonyms; of a what-if run they
read the figures. Who is visited when, in a plan or in the judge's words, is for coordinators. Planners read each other's
questions and stop their own alone; what nobody stops makes room for all that is more urgent, and ends by itself.

How far a request reaches:
"""


def _cell(entry: Entry, role: AccountRole) -> str:
    if not entry.needs_sign_in:
        return "anybody"
    return "yes" if entry.lets_pass(role) else "no"


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for beneath in dependant.dependencies:
        yield from _all(beneath)


if __name__ == "__main__":
    from api.main import create_app
    from api.settings import Settings

    sys.stdout.write(page(create_app(Settings(database_url="sqlite:///never-opened.db", secret_key="-" * 32))))
