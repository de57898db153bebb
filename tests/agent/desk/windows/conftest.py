"""The windows' fixtures."""

from tests.support.windows_scene import application, heard

__all__ = ["application", "heard"]
