import os
from hashlib import sha256

from agent.engine.account import NEWEST_LINES, Account, AccountWriter, new_account, read_account
from consent.encoding import b64u
from consent.fields import Position, Sha256
from consent.statement import TranscriptLine
from protocol.channels import Direction, Place
from protocol.transcript import Line, Transcripts


def test_the_last_account_is_read_whole() -> None:
    """Whatever was written last is found, also by another process."""
    descriptor = new_account()
    writer = AccountWriter(descriptor)
    assert read_account(descriptor) == Account([], [])
    for count in range(5):
        writer.write([(Place(2, 0, channel), count) for channel in range(9)], [])
        assert read_account(descriptor).positions == [
            Position(epoch=2, direction=0, channel=channel, count=count) for channel in range(9)
        ]
    child = os.fork()
    if child == 0:
        writer.write([(Place(3, 1, 1), 9)], [])
        os._exit(0)
    os.waitpid(child, 0)
    assert read_account(descriptor).positions == [Position(epoch=3, direction=1, channel=1, count=9)]
    os.close(descriptor)


def test_the_transcript_is_in_it_with_its_hashes() -> None:
    """The newest lines, as many as two epochs have, are as they would be told."""
    transcripts = Transcripts(Direction.FROM_AGENT)
    descriptor = new_account()
    writer = AccountWriter(descriptor)
    for epoch in range(1, 5):
        for direction in Direction:
            for channel in range(9):
                transcripts.heard(Place(epoch, direction, channel), 6, b"\0sealed")
    writer.write([], transcripts.newest(NEWEST_LINES))
    told = {(line.epoch, line.direction, line.channel): line for line in transcripts.lines()}
    wrote = read_account(descriptor).lines
    assert len(wrote) == NEWEST_LINES
    assert {line.epoch for line in wrote} == {3, 4}
    for line in wrote:
        stated = told[line.epoch, line.direction, line.channel]
        assert (line.count, line.hash, line.lost) == (stated.count, stated.hash, stated.lost)
    os.close(descriptor)


def test_a_writer_killed_in_the_middle_leaves_the_former_account() -> None:
    """The other half is written whole before it is named."""
    descriptor = new_account()
    writer = AccountWriter(descriptor)
    line = Line(Place(1, 0, 1), count=1, hash=sha256(b"one").digest(), lost=2)
    former = Account(
        [Position(epoch=1, direction=0, channel=1, count=1)],
        [TranscriptLine(epoch=1, direction=0, channel=1, count=1, hash=Sha256(b64u(line.hash)), lost=2)],
    )
    writer.write([(Place(1, 0, 1), 1)], [line])
    half = 1 - writer._memory[0]
    writer._memory[16 + half * 4088 : 16 + half * 4088 + 4] = b"\xff\xff\xff\xff"
    assert read_account(descriptor) == former
    os.close(descriptor)


def test_an_engine_that_writes_nonsense_is_read_without_a_fault() -> None:
    """The desk outlives what a broken engine left there: places that cannot be are left out."""
    descriptor = new_account()
    writer = AccountWriter(descriptor)
    writer._memory[:] = b"\xff" * len(writer._memory)
    assert read_account(descriptor) == Account([], [])
    os.close(descriptor)
