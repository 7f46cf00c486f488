"""Team designs on a planner's screen: each with its imbalance and what is proved, teams, figures; repairs; before and after."""

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.table import Table

from scheduler.cli.rim import OUT, WIDE, counted
from scheduler.io.designs.ground import Ground
from scheduler.neighbourhoods.answering import ROUNDING, DesignAnswer, Proposal
from scheduler.neighbourhoods.design import Kind
from scheduler.neighbourhoods.evaluating import Evaluation, Figure, Line
from scheduler.neighbourhoods.question import IN_WORDS, DesignQuestion

_KINDS = {
    Kind.MOST_EVEN: "the most even",
    Kind.WHOLE_BUILDINGS: "the most even that parts no building",
    Kind.FURTHER: "another to choose from",
}
_DECIMALS = {"%": 1, "staff": 2, "0 to 1": 2}


def print_answer(answer: DesignAnswer, ground: Ground) -> None:
    """Print every design, or why there is none."""
    question = answer.question
    num = counted(len(question.patches), "practices")
    OUT.print(
        f"{ground.title}: {num}, balanced on {IN_WORDS[question.balance]}. Neighbours: {ground.borders_from}.",
        markup=False,
    )
    if answer.is_infeasible:
        _print_infeasible(answer, ground)
        return
    if not answer.proposals:
        OUT.print(
            f"No design found in {answer.seconds:.0f} s, and no proof that there is none; more --seconds may find one."
        )
        return
    for number, proposal in enumerate(answer.proposals, start=1):
        _print_proposal(number, proposal, question)
    OUT.print(_in_the_end(answer), markup=False)


def print_evaluation(evaluation: Evaluation) -> None:
    """Print today's teams and each design, planned on the same days."""
    budget = evaluation.budget
    each = f"{budget.seconds:g} s" if budget.iterations is None else f"{budget.iterations:,} moves"
    staff = "divided by the work" if evaluation.staff_rule.value == "divided" else "kept in their team"
    seeds = counted(len(evaluation.seeds), "seeds")
    OUT.print(f"Planned with each, {each} and {seeds}; staff of one team {staff}. Mean (least to most):", markup=False)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1))
    table.add_column("figure", no_wrap=True)
    table.add_column("unit", style="dim")
    for variant in evaluation.variants:
        table.add_column(variant, justify="right")
    for line in evaluation.lines:
        table.add_row(line.label, line.unit, *(_figure(each, line) for each in line.figures))
    table.add_row("Staff who change team", "staff", *(f"{num:,}" for num in evaluation.num_staff_moved))
    WIDE.print(table)


def _print_infeasible(answer: DesignAnswer, ground: Ground) -> None:
    OUT.print(f"Infeasible, proved: {answer.why_none}.", style="bold red", markup=False)
    if not answer.repairs:
        OUT.print("No single move of a practice into or out of a locality would mend it.")
    else:
        num = counted(len(answer.repairs), "single moves")
        OUT.print(f"{num} of a practice would mend it, and leave its neighbour with a design:", markup=False)
    for repair in answer.repairs:
        leaves, joins = ground.locality_name(repair.leaves), ground.locality_name(repair.joins)
        OUT.print(f"- {repair.name} ({repair.code}) from {leaves} to {joins}", markup=False)
    if not answer.is_complete:
        OUT.print("Time was up before every move was tried: there may be more.")


def _print_proposal(number: int, proposal: Proposal, question: DesignQuestion) -> None:
    verdict = proposal.verdict
    OUT.print(
        f"Design {number}, {_KINDS[proposal.kind]}: imbalance {_percent(verdict.imbalance)}, {_proof(proposal)}",
        style="bold",
        markup=False,
    )
    table = Table(box=SIMPLE_HEAD, padding=(0, 1))
    for heading in ("team", "practices"):
        table.add_column(heading)
    for heading in ("list", "65+", "workload", "from even", "minutes to centre"):
        table.add_column(heading, justify="right")
    for team, figures in zip(proposal.design.teams, verdict.teams, strict=True):
        codes = sorted(team.practice_codes)
        names = "\n".join(question.patch_by_code[code].name + ("*" if code in verdict.moved else "") for code in codes)
        table.add_row(
            team.id,
            names,
            f"{figures.list_size:,}",
            f"{figures.num_over_65:,.0f}",
            f"{figures.workload_minutes:,.0f}",
            f"{100 * figures.away_from_even:+.2f} %",
            f"{figures.minutes_to_centre:,}",
        )
    WIDE.print(table)
    OUT.print("; ".join(_remarks(proposal, question)) + ".", markup=False)


def _remarks(proposal: Proposal, question: DesignQuestion) -> Iterator[str]:
    verdict = proposal.verdict
    moved = counted(len(verdict.moved), "practices")
    yield f"{moved} not in today's team (*)"
    yield f"{verdict.minutes_to_centre:,} minutes by car from practices to their team's centre"
    if proposal.num_apart is not None:
        yield f"{counted(proposal.num_apart, 'practices')} differ from the nearest design above"
    for pair in verdict.parted_buildings:
        names = " and ".join(question.patch_by_code[code].name for code in sorted(pair))
        yield f"parts {names}, who share a building"


def _proof(proposal: Proposal) -> str:
    gap = proposal.verdict.imbalance - proposal.least_imbalance
    least = _percent(proposal.least_imbalance)
    if proposal.is_proved and gap < ROUNDING:
        return "proved: no design of its kind is more even"
    if proposal.is_proved:
        return f"within the slack of the most even, proved to have {least}"
    return f"not proved best: none has less than {least}, a gap of {100 * gap:.2f} points"


def _in_the_end(answer: DesignAnswer) -> str:
    num = counted(len(answer.proposals), "designs")
    complete = "" if answer.is_complete else " Time was up before all were looked for."
    return f"{num} in {answer.seconds:.1f} s, each judged by plain loops that share nothing with the solver.{complete}"


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _figure(figure: Figure, line: Line) -> str:
    if figure.mean is None or figure.least is None or figure.most is None:
        return "-"
    decimals = _DECIMALS.get(line.unit, 0)
    mean, least, most = (f"{value:,.{decimals}f}" for value in (figure.mean, figure.least, figure.most))
    return mean if least == most else f"{mean} ({least} to {most})"
