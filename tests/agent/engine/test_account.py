import os

from agent.engine.account import AccountWriter, new_account, read_account
from consent.fields import Position
from protocol.channels import Place


def test_the_last_account_is_read_whole() -> None:
    """Whatever was written last is found, also by another process."""
    descriptor = new_account()
    writer = AccountWriter(descriptor)
    assert read_account(descriptor) == []
    for count in range(5):
        writer.write([(Place(2, 0, channel), count) for channel in range(9)])
        assert read_account(descriptor) == [
            Position(epoch=2, direction=0, channel=channel, count=count) for channel in range(9)
        ]
    child = os.fork()
    if child == 0:
        writer.write([(Place(3, 1, 1), 9)])
        os._exit(0)
    os.waitpid(child, 0)
    assert read_account(descriptor) == [Position(epoch=3, direction=1, channel=1, count=9)]
    os.close(descriptor)


def test_a_writer_killed_in_the_middle_leaves_the_former_account() -> None:
    """The other half is written whole before it is named."""
    descriptor = new_account()
    writer = AccountWriter(descriptor)
    former = [Position(epoch=1, direction=0, channel=1, count=1)]
    writer.write([(Place(1, 0, 1), 1)])
    half = 1 - writer._memory[0]
    writer._memory[16 + half * 4088 : 16 + half * 4088 + 4] = b"\xff\xff\xff\xff"
    assert read_account(descriptor) == former
    os.close(descriptor)
