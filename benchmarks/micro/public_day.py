"""An invented day in the public format of Mankowska, Meisel and Bierwirth (2014), of any size. Nothing is measured here.

Like theirs: places on a square, one office, windows of two hours in a day of ten, six services of which each caregiver
knows up to three, and a third of the patients in need of two people, together or one after the other.
"""

import json
import math
import random
from pathlib import Path

SERVICES = [f"s{number}" for number in range(6)]
SIDE, DAY, WINDOW = 100, 600, 120
PATIENTS_TO_A_CAREGIVER = 5

Document = dict[str, object]


def write_public_day(path: Path, *, num_patients: int, seed: int) -> Path:
    """Write an instance; the same arguments give the same file."""
    draw = random.Random(seed)  # noqa: S311 - a benchmark, no secret
    places = [(draw.randrange(SIDE), draw.randrange(SIDE)) for _ in range(num_patients + 1)]
    document = {
        "central_offices": [{"id": "office", "location": places[0]}],
        "services": [{"id": service} for service in SERVICES],
        "caregivers": _caregivers(draw, num_patients // PATIENTS_TO_A_CAREGIVER),
        "patients": [_a_patient(draw, number, place) for number, place in enumerate(places[1:])],
        "distances": [[round(math.dist(one, other)) for other in places] for one in places],
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _caregivers(draw: random.Random, count: int) -> list[Document]:
    """The first six know a service each, so that every service has somebody."""
    known = [{SERVICES[number % len(SERVICES)], *draw.sample(SERVICES, draw.randint(1, 2))} for number in range(count)]
    return [{"id": f"c{number}", "abilities": sorted(abilities)} for number, abilities in enumerate(known)]


def _a_patient(draw: random.Random, number: int, place: tuple[int, int]) -> Document:
    opens = draw.randrange(DAY - WINDOW)
    plain: Document = {"id": f"p{number}", "location": place, "time_window": [opens, opens + WINDOW]}
    kind = draw.choice(["single", "single", "single", "single", "simultaneous", "sequential"])
    services = draw.sample(SERVICES, 1 if kind == "single" else 2)
    needs = [{"service": service, "duration": draw.randrange(10, 21)} for service in services]
    if kind == "single":
        return {**plain, "required_caregivers": needs}
    gap = {} if kind == "simultaneous" else {"distance": [20, 60]}
    return {**plain, "required_caregivers": needs, "synchronization": {"type": kind, **gap}}
