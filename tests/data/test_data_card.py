from pathlib import Path

from data.synthetic.generator import County
from data.synthetic.sizes import FIRST_LINE, LAST_LINE, size_table

CARD = (Path(__file__).parents[2] / "data" / "README.md").read_text(encoding="utf-8")


def test_the_cards_table_of_sizes_is_the_generated_one(county: County) -> None:
    _, _, rest = CARD.partition(f"{FIRST_LINE}\n")
    table, marker, _ = rest.partition(LAST_LINE)

    assert marker
    assert table == size_table(county.rows)


def test_the_card_names_every_visit_of_west_that_was_made_impossible(west: County) -> None:
    for visit_id, reason in west.reason_by_unplaceable_visit_id.items():
        assert f"| `{visit_id}` | {reason} |" in CARD
