"""The console's API over the real services of a whole local cloud."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from google.cloud.tasks_v2 import HttpRequest, OidcToken, Task

from tests.emulators.console.at_the_desk import Visit, at_the_desk
from tests.emulators.control import clients
from tests.emulators.control.local_cloud import TOPOLOGY
from tests.emulators.ses.mailer import a_receipt

STRIPE_MESSAGE = {"body": '{"id": "evt_1AAAAAAAAAA"}', "attributes": {"provider": "stripe"}}
QUEUE = TOPOLOGY.queue_name("receipts")


@pytest.fixture
def visit() -> Iterator[Visit]:
    with at_the_desk() as one:
        yield one


def test_a_message_published_by_hand_is_pushed_and_stays_to_be_looked_at(visit: Visit) -> None:
    visit.post("/topics/provider-events/publish", STRIPE_MESSAGE)

    pushed = visit.local.receivers.next()
    assert (pushed.function, pushed.path) == ("payment-processor", "/push/provider-events")
    path = "/topics/provider-events/messages?subscription=payment-processor"
    assert visit.sees(lambda: [row["is_owed"] for row in visit.rows(path)] == [False])
    (row,) = visit.rows(path)
    assert row["subscription"] == "payment-processor"
    assert row["body"] == {"id": "evt_1AAAAAAAAAA"}
    assert visit.rows("/topics/provider-events/messages?subscription=receipt-mailer") == []


def test_a_message_that_is_not_taken_is_shown_with_its_failures(visit: Visit) -> None:
    visit.local.receivers.statuses["payment-processor"] = [500] * 50
    visit.post("/topics/provider-events/publish", STRIPE_MESSAGE)

    def failures() -> list[int]:
        path = "/topics/provider-events/messages?subscription=payment-processor"
        return [row["failures"] for row in visit.rows(path)]

    assert visit.sees(lambda: failures() == [1])
    (topic,) = [row for row in visit.rows("/topics") if row["name"] == "provider-events"]
    backlogs = {one["name"]: one["backlog"] for one in topic["subscriptions"]}
    assert (backlogs["payment-processor"], backlogs["receipt-mailer"]) == (1, 0)
    assert visit.get("/overview")["counts"]["backlog"] >= 1


def test_a_replay_takes_any_bytes_and_leaves_out_what_pubsub_wrote(visit: Visit) -> None:
    draft = {
        "data": base64.b64encode(b"\xff\x00").decode(),
        "attributes": {
            "provider": "ses",
            "CloudPubSubDeadLetterSourceDeliveryCount": "20",
            "googclient_deliveryattempt": "3",
        },
    }
    visit.post("/topics/provider-events/publish", draft)

    visit.local.receivers.next()
    (row,) = visit.rows("/topics/provider-events/messages?subscription=receipt-mailer")
    assert (row["body_is"], row["attributes"]) == ("base64", {"provider": "ses"})


def test_messages_are_taken_from_a_subscription_that_is_not_pushed(visit: Visit) -> None:
    name = f"projects/{clients.PROJECT}/subscriptions/grave"
    with clients.subscriber(visit.local) as subscriber:
        subscriber.create_subscription(name=name, topic=TOPOLOGY.topic_name("commerce-events"))
    visit.post("/topics/commerce-events/publish", {"body": "one"})
    visit.post("/topics/commerce-events/publish", {"body": "two"})

    taken = visit.post("/subscriptions/grave/take", {"count": 1})["messages"]

    assert [base64.b64decode(message["data"]) for message in taken] == [b"one"]
    rows = visit.rows("/topics/commerce-events/messages?subscription=grave")
    assert [(row["body"], row["is_owed"]) for row in rows] == [("two", True), ("one", False)]


def test_a_task_that_waits_is_listed_and_sent_when_somebody_says_so(visit: Visit) -> None:
    due_at = datetime.now(UTC) + timedelta(hours=1)
    url = f"{TOPOLOGY.function('receipt-mailer').uri}/tasks/receipt"
    mailer = TOPOLOGY.function("receipt-mailer")
    token = OidcToken(
        service_account_email=mailer.environment["TASKS_INVOKER"], audience=mailer.uri
    )
    request = HttpRequest(url=url, body=b'{"id": "rcp_1AAAAAAAAAA"}', oidc_token=token)
    task = Task(name=f"{QUEUE}/tasks/mine", http_request=request, schedule_time=due_at)
    with clients.tasks(visit.local) as client:
        client.create_task(parent=QUEUE, task=task)

    (row,) = visit.rows("/queues/receipts/tasks?words=RCP_1")
    visit.post("/queues/receipts/tasks/mine/run")

    assert row["http_request"]["body"] == {"id": "rcp_1AAAAAAAAAA"}
    assert visit.local.receivers.next().path == "/tasks/receipt"
    assert visit.sees(lambda: visit.rows("/queues/receipts/tasks") == [])
    assert "receipts: task over after attempt 1" in visit.titles("rcp_1AAAAAAAAAA")


def test_a_queue_is_paused_and_a_task_that_is_not_there_is_said_so(visit: Visit) -> None:
    visit.post("/queues/receipts/pause")
    states = {row["name"]: row["queue"]["state"] for row in visit.rows("/queues")}
    reply = visit.ask("POST", "/queues/receipts/tasks/nobody/run", {})

    assert states == {"numbering": "RUNNING", "receipts": "PAUSED"}
    assert (reply.status, reply.json["detail"][:17]) == (502, "Cloud Tasks says:")


def test_a_schedule_shows_when_it_runs_and_runs_now(visit: Visit) -> None:
    names = [row["name"] for row in visit.rows("/schedules")]
    visit.post(f"/schedules/{names[0]}/run")

    planned = {schedule.name: schedule for schedule in TOPOLOGY.schedules}
    assert names == sorted(planned)
    assert visit.local.receivers.next().path in planned[names[0]].uri
    assert all(row["next_at"] for row in visit.rows("/schedules"))
    assert visit.ask("POST", "/schedules/nobody/run", {}).status == 404


def test_documents_are_paged_searched_and_shown_by_path(visit: Visit) -> None:
    with clients.database(visit.local) as client:
        for number in range(5):
            document = {
                "n": number,
                "tags": ["a"],
                "deep": {"at": datetime(2026, 1, 1, tzinfo=UTC)},
            }
            client.collection("things").document(f"t{number}").set(document)

    page = visit.get("/documents/things?offset=1&limit=2")
    (found,) = visit.rows("/documents/things?words=T3")

    assert [row["path"] for row in page["rows"]] == ["things/t3", "things/t2"]
    assert page["total"] == 5
    assert found["fields"] == {"deep": {"at": "2026-01-01T00:00:00Z"}, "n": 3, "tags": ["a"]}
    assert visit.get("/documents/things/t3") == found
    collection = {"path": "things", "documents": 5, "is_for_dead_letters": False}
    assert collection in visit.rows("/collections")
    assert visit.ask("GET", "/documents/things/nobody").status == 404


def test_an_object_is_shown_only_as_what_cannot_run(visit: Visit) -> None:
    with clients.bucket(visit.local) as bucket:
        bucket.blob("a.html").upload_from_string("<script>", content_type="text/html")
        bucket.blob("b.svg").upload_from_string("<svg/>", content_type="image/svg+xml")
        bucket.blob("c.pdf").upload_from_string(b"%PDF", content_type="application/pdf")

    served = {}
    for row in visit.rows(f"/buckets/{TOPOLOGY.buckets[0].name}/objects"):
        reply = visit.ask("GET", f"/objects/{row['generation']}/content")
        where = reply.headers["Content-Disposition"].partition(";")[0]
        served[row["name"]] = (reply.headers["Content-Type"].partition(";")[0], where)
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"

    assert served == {
        "a.html": ("text/plain", "inline"),
        "b.svg": ("application/octet-stream", "attachment"),
        "c.pdf": ("application/pdf", "inline"),
    }


def test_the_clock_is_moved_and_a_fault_switched_on_from_here(visit: Visit) -> None:
    before = visit.local.now()
    visit.post("/v1/clock", {"advance_seconds": 3600})
    fault = visit.post("/v1/faults", {"kind": "error", "service": "stripe", "code": 503})

    assert visit.local.now() - before >= timedelta(hours=1)
    assert visit.get("/overview")["faults"] == 1
    assert visit.ask("DELETE", f"/v1/faults/{fault['id']}", {}).status == 204
    assert visit.get("/v1/faults") == {"faults": []}


def test_after_a_snapshot_is_restored_the_pages_show_what_was(visit: Visit) -> None:
    with clients.database(visit.local) as client:
        client.collection("things").document("one").set({"n": 1})
        visit.post("/v1/snapshots", {"name": "one"})
        client.collection("things").document("one").set({"n": 2})

    visit.post("/v1/snapshots/one/restore")

    assert [row["fields"] for row in visit.rows("/documents/things")] == [{"n": 1}]


def test_a_service_that_is_started_anew_is_still_shown(visit: Visit) -> None:
    visit.post("/v1/services/scheduler/restart")
    visit.post("/v1/services/pubsub/restart")

    assert len(visit.rows("/schedules")) == len(TOPOLOGY.schedules)
    assert len(visit.rows("/topics")) == len(TOPOLOGY.topics)
    assert visit.get("/overview")["services"]["pubsub"] is True


def test_a_mail_is_listed_found_by_its_headers_and_read(visit: Visit) -> None:
    client = boto3.client(
        "sesv2",
        endpoint_url=f"http://127.0.0.1:{visit.local.ports.mail}",
        region_name="eu-north-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - made up
    )
    message_id = client.send_email(
        FromEmailAddress="Nordljus Press <hello@nordljus.example>",
        Destination={"ToAddresses": ["ebba@example.org"]},
        Content={"Raw": {"Data": a_receipt(X_Order="7F3K")}},
    )["MessageId"]
    client.close()

    (row,) = visit.rows("/mails?words=x-order:%207f3k")
    mail = visit.get(f"/mails/{row['id']}")

    assert (row["message_id"], row["to"]) == (message_id, "ebba@example.org")
    assert mail["attachments"] == ["Invoice-INV-2026-1.pdf"]
    assert mail["headers"]["X-Order"] == "7F3K"
    assert visit.titles(message_id) == [f"mail sent: {row['subject']}"]
    assert visit.ask("GET", "/mails/99").status == 404
