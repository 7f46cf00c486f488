from scheduler.draw import Draw, Quota


def test_the_same_seeds_draw_the_same_and_others_do_not() -> None:
    def five(*seeds: int) -> list[float]:
        draw = Draw(*seeds)
        return [draw.fraction() for _ in range(5)]

    assert five(1, 2) == five(1, 2)
    assert five(1, 2) != five(2, 1)


def test_the_stream_is_the_one_that_the_committed_data_were_made_with() -> None:
    assert Draw(1).fraction() == 0.5118216247002567


def test_a_whole_number_takes_both_of_its_bounds() -> None:
    draw = Draw(3)

    assert {draw.whole(2, 4) for _ in range(100)} == {2, 3, 4}


def test_an_item_without_weight_is_never_drawn() -> None:
    draw = Draw(3)

    assert {draw.weighted("abc", [1, 0, 1]) for _ in range(100)} == {"a", "c"}


def test_a_quota_keeps_its_share_in_small_numbers() -> None:
    for seed in range(20):
        quota = Quota(Draw(seed), 28)
        assert sum(quota.next() for _ in range(50)) == 14
