"""Invented names, numbers and addresses. No list here comes from a register of people, streets or firms."""

from scheduler.draw import Draw
from scheduler.model.workforce import Gender


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_WOMEN = _words(
    "Ada Agnieszka Alice Amara Anjali Beatrice Blessing Carmen Chloe Daphne Edith Elena Fatima Florence Grace "
    "Harriet Ingrid Ivy Jasmine Joan Kavita Lena Mabel Maria Mei Nadia Nora Olive Parveen Phoebe Rosa Ruth Sadia "
    "Saoirse Tamar Una Violet Wanda Yasmin Zofia"
)
_MEN = _words(
    "Abdul Alan Andrzej Arjun Arthur Bernard Carlos Chidi Cyril Dafydd Dmitri Edward Emeka Ernest Faisal Felix "
    "George Hamza Harold Hugo Ivan Jamal Joseph Kenji Kofi Leonard Luca Mateusz Mohan Nigel Omar Oscar Patrick "
    "Rafael Samuel Stanley Tariq Victor Walter Yusuf"
)
_FAMILIES = _words(
    "Adeyemi Ashgrove Banerjee Barleycroft Bianchi Birchfield Brightwater Castellano Chukwu Cloverdale Copperfield "
    "Dabrowska Fairweather Farouk Featherstone Fernandes Goldfinch Greenhalgh Hassan Hawthorne Holloway Iqbal "
    "Jankowski Kaur Kingfisher Kowalski Larkspur Lindqvist Mahmood Marchetti Meadowcroft Mensah Nightingale Novak "
    "Okafor Oduya Pemberton Petrova Quayle Rahman Redfern Rowntree Sandhu Silverwood Skylark Sorensen Takahashi "
    "Thistlewood Umarji Vasquez Wintergreen Wolanski Woodruff Yamada Yarrow Zielinski"
)
_STREET_FIRST = _words(
    "Acornshade Bramblewick Candletree Dovetail Emberley Fallowmere Gossamer Honeydew Inkberry Jackdaw Lanternfold "
    "Moonpenny Nettlecombe Orchardlight Pebblestone Quillfeather Ryegrass Silverbough Teaselbank Willowherb"
)
_STREET_LAST = ("Close", "Mead", "Rise", "Row", "Walk", "Yard")
_ACCESS_NOTES = (
    "Key safe by the front door; the code is with the coordinator.",
    "Dog in the house; please ring first.",
    "Side door; the front door is not used.",
    "Slow to answer; please wait.",
    "Park at the end of the row and walk.",
    "Hard of hearing; knock loudly.",
    "Steep steps; use the ramp at the back.",
)


def person_name(draw: Draw, gender: Gender) -> str:
    """A given and a family name."""
    return f"{draw.pick(_WOMEN if gender is Gender.FEMALE else _MEN)} {draw.pick(_FAMILIES)}"


def address(draw: Draw) -> tuple[str, str]:
    """House number with an invented street, and the street alone."""
    street = f"{draw.pick(_STREET_FIRST)} {draw.pick(_STREET_LAST)}"
    return f"{draw.whole(1, 98)} {street}", street


def care_home_name(draw: Draw) -> str:
    """An invented care home."""
    return f"{draw.pick(_STREET_FIRST)} House care home"


def access_notes(draw: Draw) -> str:
    """How to get in, where there is something to say."""
    return draw.pick(_ACCESS_NOTES) if draw.chance(45) else ""


def landline(draw: Draw) -> str:
    """A number from Ofcom's range for drama, which rings nowhere."""
    return f"01632 960{draw.whole(0, 999):03d}"


def mobile(draw: Draw) -> str:
    """A mobile number from Ofcom's range for drama."""
    return f"07700 900{draw.whole(0, 999):03d}"


def nhs_number(serial: int) -> str:
    """The `serial`-th number, from 0, of the range 999 000 0000 to 999 999 9999, which is never issued.

    Serials whose check digit would be 10 have no number: see `has_nhs_number`.
    """
    body = f"999{serial:06d}"
    return f"{body}{_check_digit(body)}"


def has_nhs_number(serial: int) -> bool:
    """Whether a serial has a valid check digit."""
    return _check_digit(f"999{serial:06d}") != 10


def _check_digit(body: str) -> int:
    """Modulo 11 with weights 10 to 2; 10 means that no number has this body."""
    total = sum(int(digit) * weight for digit, weight in zip(body, range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11
