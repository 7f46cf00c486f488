"""The one place that composes: a problem is encoded, solved, judged and measured; a standing plan is added to or repaired.

Files and screens are not known here. What a solver does stands in `solvers`, what is lawful in `validation`.
"""

from scheduler.placing.desk import Desk, best_placements
from scheduler.planning.lawful import lawful_part
from scheduler.planning.measuring import BASELINE, baseline_of, check_plan, scorecard_of
from scheduler.planning.repairing import repair
from scheduler.planning.result import JudgedPlan, PlanningResult, Provenance
from scheduler.planning.searching import plan_and_judge, plan_visits

__all__ = [
    "BASELINE",
    "Desk",
    "JudgedPlan",
    "PlanningResult",
    "Provenance",
    "baseline_of",
    "best_placements",
    "check_plan",
    "lawful_part",
    "plan_and_judge",
    "plan_visits",
    "repair",
    "scorecard_of",
]
