"""The windows' fixtures."""

from tests.support.windows_scene import application, calm, heard, spoken

__all__ = ["application", "calm", "heard", "spoken"]
