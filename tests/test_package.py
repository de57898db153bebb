"""What is installed holds what runs needs, and nothing of the tests."""

import tomllib
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.support.house import FLOORS, ROOT


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Give the names of the files in the wheel that this tree builds."""
    folder = tmp_path_factory.mktemp("dist")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(built) as wheel:
        return set(wheel.namelist())


def test_the_wheel_holds_every_file_of_the_four_floors(packed: set[str]) -> None:
    """Modules, the console's pages and scripts, and the database migrations all travel."""
    ours = {
        path.relative_to(ROOT).as_posix()
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours <= packed


def test_the_wheel_holds_nothing_else(packed: set[str]) -> None:
    """Tests, demo and tools stay out of what is installed."""
    assert {name.partition("/")[0] for name in packed if ".dist-info/" not in name} == set(FLOORS)


def test_both_programs_are_there() -> None:
    """The two console scripts lead to functions that exist."""
    scripts = {script.name: script for script in entry_points(group="console_scripts")}
    for name in ("attended-agent", "attended-relay"):
        assert callable(scripts[name].load())


def test_every_dependency_has_a_lower_bound() -> None:
    """Each dependency names the oldest version that we know to work."""
    project = tomllib.loads(Path(ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    assert [each for each in named if ">=" not in each] == []
