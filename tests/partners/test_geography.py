import pytest

from partners.geography import PREFECTURES, REGIONS, region_of
from partners.industries import INDUSTRIES


def test_there_are_forty_seven_prefectures_in_eight_regions() -> None:
    assert (len(PREFECTURES), len(set(PREFECTURES)), len(REGIONS)) == (47, 47, 8)


@pytest.mark.parametrize(
    ("prefecture", "region"),
    [("三重県", "kinki"), ("沖縄県", "kyushu"), ("新潟県", "chubu"), ("北海道", "hokkaido")],
)
def test_a_prefecture_is_in_its_region(prefecture: str, region: str) -> None:
    assert region_of(prefecture) == region


def test_the_divisions_of_industry_run_from_a_to_t_in_both_languages() -> None:
    assert "".join(INDUSTRIES) == "ABCDEFGHIJKLMNOPQRST"
    assert all(set(names) == {"ja", "en"} for names in INDUSTRIES.values())
