"""What the relay's tests share: one real relay for each file, and sessions on it."""

from tests.support.relay_scene import ana, browser, ends, paired, relay

__all__ = ["ana", "browser", "ends", "paired", "relay"]
