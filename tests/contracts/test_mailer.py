"""The Mailer port: a mail that is taken is taken once and as it was. The fake, and SES."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from shared.usecases.ports.mail import Mailer
from tests.contracts.local_ses import LocalSes, mailer_at
from tests.contracts.mails import a_mail
from tests.fakes.mail import MemoryMailer


@dataclass(frozen=True, slots=True)
class Post:
    """A mailer, and what its provider took."""

    mailer: Mailer
    taken: Callable[[], list[bytes]]
    """The mails of this test, in the order in which they were sent."""


@pytest.fixture(params=["memory", "ses"])
def post(request: pytest.FixtureRequest) -> Iterator[Post]:
    if request.param == "memory":
        memory = MemoryMailer()
        yield Post(memory, lambda: [mail.mime for mail in memory.sent])
        return
    local: LocalSes = request.getfixturevalue("local_ses")
    before = len(local.outbox())
    with mailer_at(local.address) as mailer:
        yield Post(mailer, lambda: [local.raw(id_) for id_ in new_ids(local, before)])


def new_ids(local: LocalSes, before: int) -> list[str]:
    return [mail["message_id"] for mail in reversed(local.outbox())][before:]


def test_a_mail_is_taken_as_it_is(post: Post) -> None:
    mail = a_mail("whole")

    message_id = post.mailer.send(mail)

    assert message_id
    assert post.taken() == [mail.mime]


def test_the_same_mail_twice_is_two_mails_with_ids_of_their_own(post: Post) -> None:
    """No provider of mail knows a repeat: this is why the use case must."""
    mail = a_mail("twice")

    ids = {post.mailer.send(mail), post.mailer.send(mail)}

    assert len(ids) == 2
    assert post.taken() == [mail.mime, mail.mime]
