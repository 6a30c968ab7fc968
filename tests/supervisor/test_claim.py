from __future__ import annotations

import socket
from contextlib import closing

import pytest

from emulators.loopback import LOOPBACK
from emulators.supervisor.cannot_start import CannotStart
from emulators.supervisor.claim import Claim, claim_ports, read_base
from emulators.supervisor.ports import DEFAULT_BASE

FUNCTIONS = ("checkout", "webhook-intake")


def free_block() -> Claim:
    claim = claim_ports(0, FUNCTIONS)
    claim.release()
    return claim


@pytest.mark.parametrize(("offset", "owner"), [(0, "the shop"), (4, "Firestore"), (10, "checkout")])
def test_a_taken_port_is_named_with_its_owner_and_the_remedy(offset: int, owner: str) -> None:
    base = free_block().base
    with (
        closing(socket.create_server((LOOPBACK, base + offset))),
        pytest.raises(CannotStart) as refusal,
    ):
        claim_ports(base, FUNCTIONS)

    words = str(refusal.value)
    assert f"port {base + offset} is taken, and {owner} needs it." in words
    assert words.count("\n") == 0
    remedy = int(words.rpartition("KVITTO_PORT=")[2].split()[0])
    claim_ports(remedy, FUNCTIONS).release()


def test_a_stack_takes_the_same_ports_every_time() -> None:
    base = free_block().base
    claim = claim_ports(base, FUNCTIONS)
    claim.release()

    assert (claim.ports.shop, claim.ports.functions["checkout"]) == (base, base + 10)


def test_base_zero_finds_room_for_several_stacks_at_once() -> None:
    claims = [claim_ports(0, FUNCTIONS) for _ in range(3)]
    for claim in claims:
        claim.release()

    assert len({claim.base for claim in claims}) == 3


def test_who_calls_a_function_before_it_is_there_waits_for_it() -> None:
    claim = claim_ports(0, FUNCTIONS)
    with closing(socket.create_connection((LOOPBACK, claim.ports.functions["checkout"]))) as early:
        early.sendall(b"hello")
        accepted, _ = claim.sockets["checkout"].accept()
        with accepted:
            heard = accepted.recv(5)
    claim.release()

    assert heard == b"hello"


@pytest.mark.parametrize("text", ["abc", "-1", "80", "65536", "8700.5"])
def test_a_base_that_no_stack_can_have_is_refused(text: str) -> None:
    with pytest.raises(CannotStart, match="KVITTO_PORT is"):
        read_base({"KVITTO_PORT": text})


def test_without_a_wish_the_base_is_the_default() -> None:
    assert read_base({}) == DEFAULT_BASE
