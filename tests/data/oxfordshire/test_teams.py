from data.oxfordshire.facts import borders, practices, practices_by_team, teams


def test_every_practice_belongs_to_exactly_one_team_of_its_own_locality() -> None:
    locality_by_team = {team.team_id: team.locality_id for team in teams()}

    placed = [
        (practice.ods_code, practice.locality_id, locality_by_team[team_id])
        for team_id, in_team in practices_by_team().items()
        for practice in in_team
    ]

    assert sorted(code for code, *_ in placed) == sorted(practices())
    assert len(placed) == 64
    assert all(own == of_team for _, own, of_team in placed)


def test_a_team_has_four_to_six_practices_but_for_the_known_exception() -> None:
    odd = {team_id: len(lines) for team_id, lines in practices_by_team().items() if not 4 <= len(lines) <= 6}

    assert odd == {"NE1": 3}


def test_a_team_is_one_piece_of_the_map_and_keeps_practices_of_one_site_together() -> None:
    neighbours: dict[str, set[str]] = {code: set() for code in practices()}
    for border in borders():
        neighbours[border.first_ods_code].add(border.second_ods_code)
        neighbours[border.second_ods_code].add(border.first_ods_code)
    team_by_code = {line.ods_code: team_id for team_id, lines in practices_by_team().items() for line in lines}

    for team_id, lines in practices_by_team().items():
        codes = {line.ods_code for line in lines}
        reached, waiting = set(), [min(codes)]
        while waiting:
            code = waiting.pop()
            if code not in reached:
                reached.add(code)
                waiting.extend(neighbours[code] & codes)
        assert reached == codes, f"team {team_id} is not contiguous"

    apart = [
        border
        for border in borders()
        if border.is_same_site and team_by_code[border.first_ods_code] != team_by_code[border.second_ods_code]
    ]
    assert apart == []


def test_the_two_teams_of_a_locality_are_balanced_on_people_over_65() -> None:
    weight = {team_id: sum(line.num_over_65 for line in lines) for team_id, lines in practices_by_team().items()}

    def imbalance(*team_ids: str) -> float:
        fair = sum(weight[team_id] for team_id in team_ids) / len(team_ids)
        return max(abs(weight[team_id] - fair) / fair for team_id in team_ids)

    assert imbalance("W1", "W2") < 0.07
    assert imbalance("N1", "N2") < 0.02
    assert imbalance("SE1", "SE2") < 0.09
    assert imbalance("SW1", "SW2") < 0.12
    assert imbalance("OX1", "OX2", "OX3") < 0.12
