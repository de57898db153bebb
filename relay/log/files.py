"""The files of one log's folder: written once, read within bounds, removed with the folders they leave empty."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from protocol import tiles
from protocol.errors import LogFileMissing, TileMalformed
from relay.log.disk import FOLDER_MODE, Disk
from relay.log.held import CHECKPOINT, longest, read_at_most


class Files:
    """Every method may raise OSError."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder = folder
        self._disk = disk

    def make_folder(self) -> None:
        """Make the log's folder, if it is not there."""
        self.folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        self._disk.sync(self.folder.parent)

    def has_checkpoint(self) -> bool:
        """Whether there is a checkpoint, readable or not."""
        return (self.folder / CHECKPOINT).exists()

    def put_checkpoint(self, signed: str) -> None:
        """Replace the checkpoint, durably."""
        self._disk.replace(self.folder / CHECKPOINT, signed.encode())

    def read(self, tile: tiles.Tile) -> bytes:
        """
        Read a tile's file.

        Raises:
            LogFileMissing: It is not there.
            TileMalformed: It is longer than any such file may be.
        """
        try:
            data = read_at_most(self.folder / tile.path, longest(tile))
        except FileNotFoundError:
            raise LogFileMissing(tile.path) from None
        if len(data) > longest(tile):
            raise TileMalformed(tile.path)
        return data

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write new files and the folders they need; all of it is durable when this returns."""
        touched: dict[Path, None] = {}
        for name, data in files.items():
            path = self.folder / name
            for above in reversed(path.relative_to(self.folder).parents[:-1]):
                if not (self.folder / above).is_dir():
                    self._disk.make_folder(self.folder / above)
                    touched[(self.folder / above).parent] = None
            self._disk.write(path, data)
            touched[path.parent] = None
        for folder in touched:
            self._disk.sync(folder)

    def remove(self, gone: Iterable[tiles.Tile]) -> None:
        """Remove files that may already be gone, and folders that hold nothing then; durable when this returns."""
        touched: dict[Path, None] = {}
        for tile in gone:
            path = self.folder / tile.path
            folder = self._nearest(path.parent)
            if folder == path.parent:
                self._disk.remove(path)
            touched[folder] = None
        for folder in touched:
            here = self._nearest(folder)
            while here != self.folder and not any(here.iterdir()):
                self._disk.remove_folder(here)
                here = here.parent
            self._disk.sync(here)

    def _nearest(self, folder: Path) -> Path:
        """The folder itself, or the first above it that is there."""
        while folder != self.folder and not folder.is_dir():
            folder = folder.parent
        return folder
