"""The number on a post is one number however it is written."""

import pytest

from fieldapp.domain.assets import ASSET_MAX, asset_number
from fieldapp.domain.errors import Invalid


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("bel  0417-3", "BEL 0417-3"),
        (" BEL 0417 – 3 ", "BEL 0417-3"),
        ("BEL 0417\u20113", "BEL 0417-3"),
        ("skåp\n12", "SKÅP 12"),
        ("   ", ""),
    ],
)
def test_it_is_kept_in_one_way(written: str, kept: str) -> None:
    assert asset_number(written) == kept
    assert asset_number(kept) == kept


def test_what_is_longer_than_a_number_is_refused() -> None:
    assert len(asset_number("7" * ASSET_MAX)) == ASSET_MAX
    with pytest.raises(Invalid):
        asset_number("7" * (ASSET_MAX + 1))
