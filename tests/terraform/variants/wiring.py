"""Messages and calls that go astray."""

from __future__ import annotations

from tests.terraform.variants.variant import variant

WIRING = (
    variant(
        "a token for the whole address",
        "audiences_are_addresses",
        "payment-processor calls",
        (
            "modules/subscription/main.tf",
            "audience              = var.function.url",
            'audience = "${var.function.url}${var.path}"',
        ),
    ),
    variant(
        "a function that expects another's token",
        "audiences_are_addresses",
        "invoice-numberer expects https://outbox-relay-",
        (
            "modules/function/main.tf",
            "{ AUDIENCE = local.url }",
            '{ AUDIENCE = replace(local.url, "invoice-numberer", "outbox-relay") }',
        ),
    ),
    variant(
        "a path that is not served",
        "paths_are_served",
        "invoice-generator calls",
        ("pubsub.tf", '"/push/commerce-events"', '"/push/commerce-event"'),
    ),
    variant(
        "a schedule that calls as somebody else",
        "callers_are_expected",
        "relay-outbox calls as push-invoker@",
        (
            "scheduler.tf",
            "google_service_account.scheduler_invoker.email",
            "google_service_account.push_invoker.email",
        ),
    ),
    variant(
        "a schedule that gives up before its function",
        "deadlines_exceed_timeouts",
        "number-invoices waits 30 s",
        ("scheduler.tf", '"60s"', '"30s"'),
    ),
    variant(
        "a consumer without a subscription",
        "every_push_route_is_fed",
        "nothing ever calls receipt-mailer at /push/provider-events",
        (
            "pubsub.tf",
            "function = module.receipt_mailer\n",
            "function = module.payment_processor\n",
        ),
    ),
    variant(
        "dead letters that nobody reads",
        "every_topic_is_read",
        "nobody reads dead-letters",
        (
            "pubsub.tf",
            "  topic       = google_pubsub_topic.dead_letters.id",
            "  topic       = google_pubsub_topic.provider_events.id",
        ),
    ),
    variant(
        "a subscription that dies of boredom",
        "idle_subscriptions_stay",
        "payment-processor may expire",
        ("modules/subscription/main.tf", '    ttl = ""', '    ttl = "2678400s"'),
    ),
    variant(
        "poison that comes back for ever",
        "poison_is_given_up_on",
        "payment-processor never gives up",
        (
            "pubsub.tf",
            'filter   = "attributes.provider = \\"stripe\\""',
            'filter   = "attributes.provider = \\"stripe\\""\n  dead_letter = null',
        ),
    ),
    variant(
        "a queue that is not there",
        "settings_name_what_exists",
        "RECEIPTS_QUEUE is projects/kvitto-local/queues/receipts",
        (
            "functions.tf",
            "= google_cloud_tasks_queue.receipts.id",
            '= "projects/kvitto-local/queues/receipts"',
        ),
    ),
    variant(
        "an event that Stripe is not asked for",
        "stripe_sends_what_the_code_reads",
        "checkout.session.expired: not asked for",
        ("stripe/endpoint.json", '    "checkout.session.expired",\n', ""),
    ),
    variant(
        "a function under another name",
        "every_folder_is_deployed",
        "functions/dead_letter_keeper and the plan disagree",
        ("functions.tf", '"dead-letter-keeper"', '"checkout"'),
    ),
    variant(
        "events in a version that the code does not know",
        "stripe_sends_what_the_code_reads",
        "events are asked for in API version 2025-10-29.clover",
        ("stripe/endpoint.json", "2026-10-28.endive", "2025-10-29.clover"),
    ),
    variant(
        "a backoffice that people cannot reach",
        "private_functions_take_internal_calls_only",
        "backoffice cannot be called from where people are: ALLOW_INTERNAL_ONLY",
        ("functions.tf", '  reach       = "callers"\n', ""),
    ),
    variant(
        "a subscription that gives up before its function",
        "deadlines_exceed_timeouts",
        "receipt-mailer waits 30 s",
        (
            "pubsub.tf",
            'filter   = "attributes.provider = \\"ses\\""',
            'filter   = "attributes.provider = \\"ses\\""\n  ack_deadline_seconds = 30',
        ),
        (
            "modules/subscription/variables.tf",
            "var.ack_deadline_seconds > var.function.timeout_seconds",
            "var.ack_deadline_seconds > 0 || var.function.timeout_seconds > 0",
        ),
    ),
    variant(
        "a topic that nobody reads",
        "every_topic_is_read",
        "nobody reads forgotten",
        (
            "tasks.tf",
            "# A queue's tasks are made by functions",
            (
                'resource "google_pubsub_topic" "forgotten" {\n'
                "  project = local.project_id\n"
                '  name    = "forgotten"\n'
                "}\n\n# A queue's tasks are made by functions"
            ),
        ),
    ),
)
