"""What the tests of services share."""

import pytest

from tests.support.sync import Phone
from tests.support.world import World


@pytest.fixture
def phone(world: World) -> Phone:
    """A participant's phone in the open walk."""
    return Phone.in_walk(world)


@pytest.fixture
def leader(world: World) -> Phone:
    """The leader's phone in the same walk."""
    return Phone.in_walk(world, "BRUNNALEAD")
