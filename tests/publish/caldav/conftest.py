"""A household that publishes, for these tests."""

from pathlib import Path

import pytest

from tests.publish.caldav.desk import Desk, made_in


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return made_in(tmp_path, monkeypatch)
