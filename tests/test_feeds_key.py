"""The secret of a folder: made once, kept, and never guessed at where it is spoilt."""

from pathlib import Path

import pytest

from kinrota import pipeline
from kinrota.errors import InputError
from kinrota.store.feeds_key import NotASecretError, secret_of


def test_it_is_made_once_and_is_another_in_another_folder(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    assert secret_of(one) == secret_of(one) != secret_of(other)
    assert len(secret_of(one)) == 32
    assert sorted(path.name for path in (one / ".kinrota").iterdir()) == [".gitignore", "feeds.key"]


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "\xff"])
def test_what_is_no_secret_is_refused_and_left_as_it_is(tmp_path: Path, content: str) -> None:
    (tmp_path / ".kinrota").mkdir()
    path = tmp_path / ".kinrota/feeds.key"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(NotASecretError):
        secret_of(tmp_path)
    assert path.read_text(encoding="latin-1") == content
    with pytest.raises(InputError, match=r"\.kinrota/feeds\.key: is no key\. Maybe delete it"):
        pipeline.try_writing(tmp_path, tmp_path / "out")


def test_a_folder_that_can_have_none_is_told_before_anything_is_planned(tmp_path: Path) -> None:
    (tmp_path / ".kinrota").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match=r"\.kinrota/feeds\.key: cannot be used"):
        pipeline.try_writing(tmp_path, tmp_path / "out")
