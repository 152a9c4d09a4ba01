"""A disk under a power cut: what of the operations that `iolog.c` wrote down may be there afterwards.

The model promises no more than POSIX does. The bytes of a file are there after a sync of it; of those written since, each
write may be there, be lost, be torn at a sector, or have left its length with nothing in it. A name is there after a sync of
its folder, and not before, however often the file itself was synced; of the steps that were made with names since, any may
be there without any other, a new name of a renamed file without the end of its old one too. Only that a name means its old
file or its new one, and nothing between, is taken for granted.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
HOWS = ("none", "all", "hollow", "some")
"""What may be left of the bytes that were not synced: nothing, all, their length alone, or some of the writes, torn."""


class Operation(NamedTuple):
    """One record of the shim; its docstring says what is in each field."""

    kind: str
    name: str
    place: int
    data: bytes
    number: int


class Left(NamedTuple):
    """A file as a cut leaves it."""

    content: bytes
    mode: int


def operations(log: Path) -> Iterator[Operation]:
    """What was written down, in its order."""
    raw = log.read_bytes()
    at = 0
    while at < len(raw):
        kind = chr(raw[at])
        name_size, place, size, number = struct.unpack_from("=qqqq", raw, at + 1)
        at += 33
        name = raw[at : at + name_size].decode()
        at += name_size
        data = raw[at : at + size] if kind in "warl" else b""
        at += len(data)
        yield Operation(kind, name, place, data, number)


@dataclass(eq=False)
class File:
    """The bytes of a file as they were last synced, what was done to them since, and the modes that it may have."""

    modes: list[int]
    synced: bytes = b""
    waiting: list[Operation] = field(default_factory=list)

    def left(self, how: str, dice: random.Random) -> Left:
        """The file as a cut may leave it; `how` is one of `HOWS`."""
        kept = self.waiting if how in {"all", "hollow"} else []
        if how == "some":
            kept = [_torn(one, dice) for one in self.waiting if dice.random() < 0.5]
        content = _applied(self.synced, kept)
        if how == "hollow":
            content = self.synced[: len(content)] + bytes(max(0, len(content) - len(self.synced)))
        return Left(content, max(self.modes, key=lambda mode: mode & 0o077))


@dataclass
class Disk:
    """Files by their numbers, names as they were last synced, and the steps with names since."""

    files: dict[int, File] = field(default_factory=dict)
    names: dict[str, File] = field(default_factory=dict)
    steps: list[tuple[str, File | None]] = field(default_factory=list)
    promised: bytes = b""

    @classmethod
    def of(cls, folder: Path) -> Disk:
        """A disk on which everything in a folder is synced."""
        disk = cls()
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.endswith("-shm"):
                found = path.stat()
                made = File([found.st_mode & 0o7777], path.read_bytes())
                disk.files[found.st_ino] = disk.names[str(path)] = made
        return disk

    def take(self, operation: Operation) -> None:
        """Do one operation."""
        kind, name, place, data, number = operation
        match kind:
            case "a":
                self.promised += data
            case "c":
                self.files[number] = File([place])
                self.steps.append((name, self.files[number]))
            case "w" | "t":
                self.files[number].waiting.append(operation)
            case "m":
                self.files[number].modes.append(place)
            case "s":
                file = self.files[number]
                file.synced, file.waiting, file.modes = _applied(file.synced, file.waiting), [], file.modes[-1:]
            case "u":
                self.steps.append((name, None))
            case "r":
                self.steps += [(data.decode(), self.files[number]), (name, None)]
            case "l":
                self.steps.append((data.decode(), self.files[number]))
            case "d":
                mine = [step for step in self.steps if str(Path(step[0]).parent) == name]
                self.steps = [step for step in self.steps if str(Path(step[0]).parent) != name]
                self.names = self._named(mine)
            case _:
                raise ValueError(kind)

    def within(self, folder: Path) -> Disk:
        """The same disk, with nothing in sight but what lies in one folder."""
        names = {name: file for name, file in self.names.items() if Path(name).parent == folder}
        return Disk(self.files, names, [step for step in self.steps if Path(step[0]).parent == folder])

    def after_a_cut(self, how: str, dice: random.Random) -> dict[str, Left]:
        """The files as a cut may leave them: the steps with names like the bytes, of `some` each or not."""
        kept = [step for step in self.steps if how in {"all", "hollow"} or (how == "some" and dice.random() < 0.5)]
        return {name: file.left(how, dice) for name, file in self._named(kept).items()}

    def every_cut(self, dice: random.Random, *, some: int) -> Iterator[dict[str, Left]]:
        """The files as cuts may leave them: each choice of steps with names, with bytes in each way of `HOWS`.

        Of the ways in which only some bytes are there, `some` are tried.
        """
        hows = [*HOWS[:-1], *[HOWS[-1]] * some]
        for number in range(1 << len(self.steps)):
            found = self._named([step for bit, step in enumerate(self.steps) if number >> bit & 1])
            for how in hows if any(file.waiting for file in found.values()) else ("none",):
                yield {name: file.left(how, dice) for name, file in found.items()}

    def _named(self, steps: list[tuple[str, File | None]]) -> dict[str, File]:
        found = dict(self.names)
        for name, file in steps:
            if file is None:
                found.pop(name, None)
            else:
                found[name] = file
        return found


def lay(files: dict[str, Left], folder: Path) -> None:
    """Write the files of one folder as a cut left them to another one; folders in it are left out."""
    for name, left in files.items():
        path = folder / Path(name).name
        path.write_bytes(left.content)
        path.chmod(left.mode)


def _torn(operation: Operation, dice: random.Random) -> Operation:
    data = operation.data
    if operation.kind != "w" or len(data) <= SECTOR or dice.random() < 0.5:
        return operation
    return operation._replace(data=data[: SECTOR * dice.randint(1, len(data) // SECTOR)])


def _applied(content: bytes, waiting: list[Operation]) -> bytes:
    made = bytearray(content)
    for kind, _, place, data, _ in waiting:
        if len(made) < place:
            made += bytes(place - len(made))
        if kind == "t":
            del made[place:]
        else:
            made[place : place + len(data)] = data
    return bytes(made)
