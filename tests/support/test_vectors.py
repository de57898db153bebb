from pathlib import Path

import pytest

from tests.support import vectors


@pytest.mark.parametrize("path", sorted(vectors.FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_vector_file_holds_vectors(path: Path) -> None:
    """Each vector file in the folder loads and is not empty."""
    assert vectors.load(path.stem)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"cases": []}', "not json"])
def test_an_empty_vector_file_fails(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vector file with nothing in it fails instead of testing nothing."""
    (tmp_path / "hollow.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(vectors, "FOLDER", tmp_path)

    with pytest.raises(vectors.VectorsMissing):
        vectors.load("hollow")


def test_a_missing_vector_file_fails() -> None:
    """A vector file that is not there fails."""
    with pytest.raises(vectors.VectorsMissing):
        vectors.load("never-written")
