"""For every route one request that somebody may make, what comes of it, and whose it is not."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from api.demo import WEST_WEEKDAY
from tests.api.access.callers import ELSEWHERE, NURSE, OWN
from tests.api.access.things import A_SCENARIO, EVENING, HAND_MADE, PATIENT, VISIT

SHIFT = "west-S01-1123"
NEW_SHIFT = {
    "staff_id": NURSE,
    "starts_at": "2026-11-29T09:00:00Z",
    "ends_at": "2026-11-29T13:00:00Z",
    "start_location_id": "site-witney",
    "end_location_id": "site-witney",
}
NEW_ABSENCE = {
    "staff_id": NURSE,
    "starts_at": "2026-11-29T08:00:00Z",
    "ends_at": "2026-11-29T20:00:00Z",
    "kind": "sickness",
}
NEW_ACCOUNT = {"sign_in_name": "new.one", "display_name": "New", "role": "planner"}
CHANGED = {"display_name": "Changed", "role": "planner"}
NEW_AGREEMENT = {
    "organisation_id": "home-care",
    "team_id": "W1",
    "fields": ["identity"],
    "first_on": "2099-01-01",
    "reason": "Joint visits",
}
AGREEMENT_END = {"last_on": "2099-12-31", "reason": "It ends"}
SEEN: Mapping[str, object] = {"acknowledged_changes": []}
NEW_DRAFT = {
    "made_from": "plan",
    "first_date": "2026-11-23",
    "locality_id": "west",
    "plan": {"routes": [], "left_out": []},
}
OTHERS = frozenset({"coordinator-agreed", "coordinator-stranger", "coordinator-elsewhere"})
FIRST = {"If-Match": '"1"'}
WHAT_IF = {"kind": "what_if", "first_date": "2026-11-23", "team_ids": ["W1"]}
A_COMPARISON = {"first_date": "2026-11-23", "locality_id": "west", "scenarios": [A_SCENARIO]}
A_DESIGN = {"first_date": "2026-11-23", "locality_id": "west"}


@dataclass(frozen=True, slots=True)
class Example:
    """A request, and its answer for those who may make it."""

    path: str
    ok: int = 200
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Any] | None = None
    not_theirs: Set[str] = frozenset({ELSEWHERE.name})
    """Those whose role may use the route, but not for this thing."""
    elsewhere: int = 404
    """What they are answered: 404; or 200 with nothing of it in a list."""
    closed_to: Set[str] = frozenset()
    """Those to whom no agreement and no referral opens it: 403."""
    is_seen_by: str | None = None
    """What stands in the answer for those who may see the thing, and for nobody else."""


NOBODY: frozenset[str] = frozenset()
UNSHARED = frozenset({"coordinator-agreed", "coordinator-stranger"})
NOT_BY_NAME = frozenset({ELSEWHERE.name, "planner"})
WANTED = {
    "service": "nursing",
    "visit_type": "dressing",
    "windows": [{"earliest_start": "2026-11-23T09:00:00Z", "latest_start": "2026-11-23T11:00:00Z"}],
    "duration_minutes": 30,
    "level_of_care": 2,
}
NEW_VISIT = WANTED | {"patient_id": PATIENT, "organisation_id": OWN}
NEW_REFERRAL = {
    "patient_id": PATIENT,
    "organisation_id": "home-care",
    "service": "home_support",
    "level_of_care": 1,
    "reason": "Help with washing",
}
CALLED_OFF = {"reason": "Admitted", "override_reason": "The ward gives insulin"}
LINK = {"first_visit_id": VISIT, "second_visit_id": EVENING, "gap_least_minutes": 480, "gap_most_minutes": 720}
A_PATIENT = {
    "files": (
        "patients.csv",
        (WEST_WEEKDAY / "patients.csv").read_bytes().splitlines(keepends=True)[0]
        + (WEST_WEEKDAY / "patients.csv")
        .read_bytes()
        .splitlines(keepends=True)[1]
        .replace(b"01632 960541", b"01632 960542"),
        "text/csv",
    )
}
CARE_PLAN = {"goals": ["To walk again"], "lead_staff_id": NURSE, "review_on": None}
EXAMPLES = {
    "GET /docs": Example("/docs"),
    "GET /docs/oauth2-redirect": Example("/docs/oauth2-redirect"),
    "GET /healthz": Example("/healthz"),
    "GET /readyz": Example("/readyz"),
    "GET /metrics": Example("/metrics"),
    "POST /v1/sessions": Example("/v1/sessions", 401, {"name": "x", "password": "y"}),
    "POST /v1/sessions/refresh": Example("/v1/sessions/refresh", 401, {"refresh_token": "x"}),
    "DELETE /v1/sessions/current": Example("/v1/sessions/current", 204, not_theirs=NOBODY),
    "GET /v1/me": Example("/v1/me", not_theirs=NOBODY),
    "POST /v1/me/password": Example("/v1/me/password", 409, {"password": "x", "new_password": "y"}, not_theirs=NOBODY),
    "GET /v1/oidc/sign-in": Example("/v1/oidc/sign-in", 404),
    "GET /v1/oidc/callback": Example("/v1/oidc/callback", 404),
    "GET /v1/accounts": Example("/v1/accounts", is_seen_by="coordinator-agreed"),
    "POST /v1/accounts": Example("/v1/accounts", 201, NEW_ACCOUNT),
    "GET /v1/accounts/{account_id}": Example("/v1/accounts/planner"),
    "PUT /v1/accounts/{account_id}": Example("/v1/accounts/planner", body=CHANGED, headers=FIRST),
    "POST /v1/accounts/{account_id}/deactivate": Example("/v1/accounts/planner/deactivate"),
    "POST /v1/accounts/{account_id}/reactivate": Example("/v1/accounts/deactivated/reactivate"),
    "POST /v1/accounts/{account_id}/unlock": Example("/v1/accounts/planner/unlock"),
    "POST /v1/accounts/{account_id}/password": Example("/v1/accounts/planner/password", 201),
    "GET /v1/sharing-agreements": Example("/v1/sharing-agreements", elsewhere=200, is_seen_by='"agreement"'),
    "POST /v1/sharing-agreements": Example("/v1/sharing-agreements", 201, NEW_AGREEMENT),
    "PUT /v1/sharing-agreements/{agreement_id}/end": Example(
        "/v1/sharing-agreements/agreement/end", body=AGREEMENT_END, headers=FIRST
    ),
    "GET /v1/audit": Example("/v1/audit"),
    "POST /v1/imports": Example(
        "/v1/imports?check_only=true", files=A_PATIENT, closed_to=UNSHARED | {ELSEWHERE.name}, not_theirs=NOBODY
    ),
    "GET /v1/imports": Example("/v1/imports", not_theirs=OTHERS, elsewhere=200, is_seen_by='"import"'),
    "GET /v1/imports/{import_id}": Example("/v1/imports/import", not_theirs=OTHERS),
    "GET /v1/organisations": Example("/v1/organisations", not_theirs=NOBODY),
    "GET /v1/skills": Example("/v1/skills", not_theirs=NOBODY),
    "GET /v1/staff": Example("/v1/staff?limit=500", elsewhere=200, is_seen_by=f'"{NURSE}"'),
    "GET /v1/staff/{staff_id}": Example(f"/v1/staff/{NURSE}", not_theirs={ELSEWHERE.name, "colleague"}),
    "PATCH /v1/staff/{staff_id}": Example(f"/v1/staff/{NURSE}", body={"telephone": "01632 960099"}, headers=FIRST),
    "PUT /v1/staff/{staff_id}/skills/{skill_id}": Example(
        f"/v1/staff/{NURSE}/skills/insulin", body={"expires_on": None}, headers=FIRST
    ),
    "GET /v1/shifts": Example(
        f"/v1/shifts?first_date=2026-11-23&staff_id={NURSE}",
        not_theirs={ELSEWHERE.name, "colleague"},
        elsewhere=200,
        is_seen_by=f'"{NURSE}"',
    ),
    "POST /v1/shifts": Example("/v1/shifts", 201, NEW_SHIFT),
    "PATCH /v1/shifts/{shift_id}": Example(f"/v1/shifts/{SHIFT}", body={"visit_limit": 8}, headers=FIRST),
    "POST /v1/shifts/{shift_id}/cancellation": Example(
        f"/v1/shifts/{SHIFT}/cancellation", body={"reason": "Training"}, headers=FIRST
    ),
    "GET /v1/absences": Example("/v1/absences?first_date=2026-11-30", elsewhere=200, is_seen_by='"absence"'),
    "POST /v1/absences": Example("/v1/absences", 201, NEW_ABSENCE),
    "DELETE /v1/absences/{absence_id}": Example("/v1/absences/absence", 204),
    "GET /v1/localities": Example("/v1/localities", not_theirs=NOBODY),
    "GET /v1/teams": Example("/v1/teams", not_theirs=NOBODY),
    "GET /v1/practices": Example("/v1/practices", not_theirs=NOBODY),
    "GET /v1/patients": Example(
        "/v1/patients?limit=1", not_theirs=NOT_BY_NAME, elsewhere=200, is_seen_by=f'"{PATIENT}"'
    ),
    "POST /v1/patients/search": Example(
        "/v1/patients/search",
        body={"nhs_number": "9997700007"},
        not_theirs={ELSEWHERE.name, "coordinator-stranger"},
        elsewhere=200,
        is_seen_by=f'"{PATIENT}"',
    ),
    "GET /v1/patients/{patient_id}": Example(f"/v1/patients/{PATIENT}"),
    "GET /v1/patients/{patient_id}/care-plan": Example(f"/v1/patients/{PATIENT}/care-plan", closed_to=UNSHARED),
    "PUT /v1/patients/{patient_id}/care-plan": Example(
        f"/v1/patients/{PATIENT}/care-plan", body=CARE_PLAN, headers={"If-Match": '"0"'}, closed_to=UNSHARED
    ),
    "GET /v1/patients/{patient_id}/care-history": Example(f"/v1/patients/{PATIENT}/care-history", closed_to=UNSHARED),
    "GET /v1/visits": Example(
        f"/v1/visits?first_date=2026-11-23&patient_id={PATIENT}",
        not_theirs=NOT_BY_NAME,
        elsewhere=200,
        is_seen_by=f'"{PATIENT}"',
    ),
    "POST /v1/visits": Example("/v1/visits", 201, NEW_VISIT, closed_to=UNSHARED),
    "GET /v1/visits/{visit_id}": Example(f"/v1/visits/{VISIT}"),
    "PATCH /v1/visits/{visit_id}": Example(
        f"/v1/visits/{VISIT}", body={"duration_minutes": 25, "reason": "Slower"}, headers=FIRST, closed_to=UNSHARED
    ),
    "POST /v1/visits/{visit_id}/cancellation": Example(
        f"/v1/visits/{VISIT}/cancellation", body=CALLED_OFF, headers=FIRST, closed_to=UNSHARED
    ),
    "PUT /v1/visit-links": Example("/v1/visit-links", body=LINK, headers=FIRST, closed_to=UNSHARED),
    "DELETE /v1/visit-links/{first_visit_id}/{second_visit_id}": Example(
        f"/v1/visit-links/{VISIT}/{EVENING}", 204, headers=FIRST, closed_to=UNSHARED
    ),
    "GET /v1/referrals": Example("/v1/referrals", elsewhere=200, is_seen_by='"referral"'),
    "POST /v1/referrals": Example("/v1/referrals", 201, NEW_REFERRAL, closed_to=UNSHARED),
    "GET /v1/referrals/{referral_id}": Example("/v1/referrals/referral"),
    "POST /v1/referrals/{referral_id}/acceptance": Example(
        "/v1/referrals/referral/acceptance", body={"visits": [WANTED]}, headers=FIRST, closed_to=UNSHARED
    ),
    "POST /v1/referrals/{referral_id}/refusal": Example(
        "/v1/referrals/referral/refusal", body={"reason": "Out of area"}, headers=FIRST, closed_to=UNSHARED
    ),
    "POST /v1/runs": Example("/v1/runs", 202, WHAT_IF),
    "GET /v1/runs": Example("/v1/runs", elsewhere=200, is_seen_by='"run"'),
    "GET /v1/runs/{run_id}": Example("/v1/runs/run"),
    "GET /v1/runs/{run_id}/events": Example("/v1/runs/run/events"),
    "DELETE /v1/runs/{run_id}": Example("/v1/runs/waiting", 202, closed_to={"planner"}),
    "GET /v1/runs/{run_id}/plan": Example("/v1/runs/run/plan"),
    "GET /v1/runs/{run_id}/report": Example("/v1/runs/run/report"),
    "GET /v1/runs/{run_id}/scorecard": Example("/v1/runs/run/scorecard"),
    "POST /v1/plans/check": Example("/v1/plans/check", body=HAND_MADE),
    "POST /v1/scenarios": Example("/v1/scenarios", 202, A_COMPARISON),
    "GET /v1/scenarios": Example("/v1/scenarios", is_seen_by='"comparison"'),
    "GET /v1/scenarios/{comparison_id}": Example("/v1/scenarios/comparison"),
    "DELETE /v1/scenarios/{comparison_id}": Example("/v1/scenarios/waiting-comparison", 202),
    "GET /v1/scenarios/{comparison_id}/comparison": Example("/v1/scenarios/comparison/comparison"),
    "GET /v1/scenarios/{comparison_id}/comparison.{form}": Example("/v1/scenarios/comparison/comparison.html"),
    "POST /v1/team-designs": Example("/v1/team-designs", 202, A_DESIGN),
    "GET /v1/team-designs": Example("/v1/team-designs", is_seen_by='"team_design"'),
    "GET /v1/team-designs/{team_design_id}": Example("/v1/team-designs/team_design"),
    "DELETE /v1/team-designs/{team_design_id}": Example("/v1/team-designs/waiting-team_design", 202),
    "GET /v1/team-designs/{team_design_id}/designs": Example("/v1/team-designs/team_design/designs"),
    "GET /v1/team-designs/{team_design_id}/designs/{number}.{form}": Example(
        "/v1/team-designs/team_design/designs/1.svg"
    ),
    "POST /v1/visits/{visit_id}/placements": Example(f"/v1/visits/{VISIT}/placements", body={"run_id": "run"}),
    "POST /v1/rosters": Example("/v1/rosters", 201, NEW_DRAFT),
    "GET /v1/rosters": Example("/v1/rosters", elsewhere=200, is_seen_by='"draft-of-west"'),
    "GET /v1/rosters/{roster_id}": Example("/v1/rosters/draft-of-west"),
    "DELETE /v1/rosters/{roster_id}": Example("/v1/rosters/draft-of-west", 204, headers=FIRST),
    "GET /v1/rosters/{before_id}/diff/{after_id}": Example("/v1/rosters/published/diff/draft-of-west"),
    "PATCH /v1/rosters/{roster_id}/visits/{visit_id}": Example(
        f"/v1/rosters/draft-of-west/visits/{VISIT}", body={"action": "pin", "reason": "Promised."}, headers=FIRST
    ),
    "GET /v1/rosters/{roster_id}/changes": Example("/v1/rosters/draft-of-west/changes"),
    "GET /v1/rosters/{roster_id}/explain/{visit_id}": Example(
        f"/v1/rosters/draft-of-west/explain/{VISIT}", closed_to=UNSHARED
    ),
    "POST /v1/rosters/{roster_id}/publish": Example("/v1/rosters/draft-of-west/publish", 409, SEEN, headers=FIRST),
    "GET /v1/rosters/{roster_id}/openings": Example("/v1/rosters/published/openings"),
    "GET /v1/rosters/{roster_id}/staff/{staff_id}": Example(f"/v1/rosters/published/staff/{NURSE}"),
    "GET /v1/rosters/{roster_id}/staff/{staff_id}/roster.{form}": Example(
        f"/v1/rosters/published/staff/{NURSE}/roster.csv"
    ),
    "GET /v1/staff/me/roster": Example("/v1/staff/me/roster?date=2026-11-23", not_theirs=NOBODY),
    "GET /v1/staff/me/roster.{form}": Example("/v1/staff/me/roster.html?date=2026-11-23", not_theirs=NOBODY),
    "GET /v1/staff/me/notices": Example(
        "/v1/staff/me/notices", not_theirs={"colleague"}, elsewhere=200, is_seen_by='"notice"'
    ),
    "POST /v1/staff/me/notices/{notice_id}/read": Example("/v1/staff/me/notices/notice/read", not_theirs={"colleague"}),
    "POST /v1/staff/me/calendar-link": Example("/v1/staff/me/calendar-link", 201, not_theirs=NOBODY),
    "DELETE /v1/staff/me/calendar-link": Example("/v1/staff/me/calendar-link", 204, not_theirs=NOBODY),
    "GET /v1/calendars/{token}.ics": Example("/v1/calendars/secret.ics"),
}
"""One that is missing here fails the tests of access."""
