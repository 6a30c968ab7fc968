"""Mistakes that Terraform finds by itself, once it knows the provider's schema and rules."""

from __future__ import annotations

from tests.terraform.variants.variant import variant

REFUSED = (
    variant(
        "an attribute that does not exist",
        "validate",
        'An argument named "retention_days" is not expected here',
        ("pubsub.tf", '"dead-letters"', '"dead-letters"\n  retention_days = 7'),
    ),
    variant(
        "a block whose name is misspelt",
        "validate",
        'Blocks of type "oidc_tokn" are not expected here',
        ("modules/subscription/main.tf", "oidc_token {", "oidc_tokn {"),
    ),
    variant(
        "a required argument is missing",
        "validate",
        'The argument "uri" is required',
        ("scheduler.tf", 'uri         = "${each.value.url}${each.value.path}"', ""),
    ),
    variant(
        "a required block is missing",
        "validate",
        'At least 1 "replication" blocks are required',
        (
            "secrets.tf",
            "replication {",
            'dynamic "replication" {\n    for_each = []\n    content {',
        ),
        ("secrets.tf", "  depends_on =", "  }\n  depends_on ="),
    ),
    variant(
        "a block too many",
        "validate",
        'No more than 1 "daily_recurrence" blocks are allowed',
        ("firestore.tf", "daily_recurrence {}", "daily_recurrence {}\n  daily_recurrence {}"),
    ),
    variant(
        "a reference to nothing",
        "validate",
        'A managed resource "google_service_account" "push_invokr" has not been declared',
        (
            "pubsub.tf",
            "google_service_account.push_invoker.email",
            "google_service_account.push_invokr.email",
        ),
    ),
    variant(
        "an attribute that is not exported",
        "validate",
        'This object has no argument, nested block, or exported attribute named "self_link"',
        (
            "archive.tf",
            "topic                      = google_pubsub_topic.commerce_events.id",
            "topic = google_pubsub_topic.commerce_events.self_link",
        ),
    ),
    variant(
        "a word where a number belongs",
        "validate",
        "a number is required",
        ("functions.tf", "{ concurrency = 16 }", '{ concurrency = "sixteen" }'),
    ),
    variant(
        "a value outside its enumeration",
        "validate",
        "it must be one of ALLOW_ALL, ALLOW_INTERNAL_ONLY, ALLOW_INTERNAL_AND_GCLB",
        (
            "modules/function/main.tf",
            "local.ingress[var.reach]",
            '"ALLOW_INTERNAL"',
        ),
    ),
    variant(
        "a resource type that does not exist",
        "validate",
        'Did you mean "google_cloud_tasks_queue"?',
        (
            "tasks.tf",
            '"google_cloud_tasks_queue" "receipts"',
            '"google_cloud_tasks_queu" "receipts"',
        ),
    ),
    variant(
        "functions that wait for each other",
        "validate",
        "Cycle:",
        (
            "modules/function/main.tf",
            'url = "https://${var.name}-${var.platform.project_number}.${var.platform.region}.run.app"',
            "url = google_cloudfunctions2_function.this.service_config[0].uri",
        ),
    ),
    variant(
        "a secret on its way into the state",
        "validate",
        "Ephemeral values are not valid",
        ("secrets.tf", "secret_data_wo         =", "secret_data ="),
    ),
    variant(
        "a module that is not given what it needs",
        "validate",
        'The argument "description" is required',
        ("functions.tf", '  description = "Publishes what a crash left in the outbox"\n', ""),
    ),
    variant(
        "a key that is known too late",
        "plan",
        "values derived from resource attributes that cannot be determined until apply",
        (
            "archive.tf",
            'toset(["roles/storage.legacyBucketReader", "roles/storage.objectCreator"])',
            "toset([google_storage_bucket.provider_events.url])",
        ),
    ),
    variant(
        "fewer attempts than Pub/Sub counts",
        "validate",
        "dead_letter_policy.max_delivery_attempts is 3; it must be 5 to 100",
        (
            "archive.tf",
            "  depends_on = [google_storage_bucket_iam_member.pubsub_archives]",
            "  ack_deadline_seconds = 5",
        ),
        (
            "archive.tf",
            "    max_delivery_attempts = 20\n  }\n\n  ack_deadline",
            "    max_delivery_attempts = 3\n  }\n\n  ack_deadline",
        ),
    ),
    variant(
        "many requests on a part of a CPU",
        "plan",
        "16 requests at once need available_cpu of at least 1",
        ("functions.tf", "{ concurrency = 16 }", '{ concurrency = 16, cpu = "0.5" }'),
    ),
    variant(
        "a schedule in words",
        "plan",
        "'every minute' is no unix-cron schedule",
        (
            "scheduler.tf",
            '    relay-outbox = {\n      schedule = "* * * * *"',
            '    relay-outbox = {\n      schedule = "every minute"',
        ),
    ),
    variant(
        "a write-only value without a version",
        "validate",
        "required with secret_data_wo",
        ("secrets.tf", "  secret_data_wo_version = each.value.generation\n", ""),
    ),
    variant(
        "an account id that Google does not take",
        "validate",
        "account_id is 'Push_Invoker'",
        ("identities.tf", '"push-invoker"', '"Push_Invoker"'),
    ),
    variant(
        "a duration without its unit",
        "validate",
        "retry_config.max_retry_duration is '48h'; it must look like 3.5s",
        ("tasks.tf", '"172800s"', '"48h"'),
    ),
    variant(
        "more than a queue can do",
        "validate",
        "rate_limits.max_dispatches_per_second is 5000; it must be 0 to 500",
        ("tasks.tf", "max_dispatches_per_second = 50\n", "max_dispatches_per_second = 5000\n"),
    ),
    variant(
        "an alert on no resource",
        "validate",
        "names no resource.type",
        (
            "alerts.tf",
            ' AND resource.type=\\"cloud_tasks_queue\\"',
            "",
        ),
    ),
    variant(
        "a message with two ways out",
        "validate",
        "only one of push_config, bigquery_config, cloud_storage_config may be set",
        (
            "archive.tf",
            "  bigquery_config {",
            '  push_config {\n    push_endpoint = "https://a.example"\n  }\n  bigquery_config {',
        ),
    ),
    variant(
        "an index on one field",
        "plan",
        "a composite index needs at least two fields",
        ("firestore.tf", '["shard", "due_at"]', '["due_at"]'),
    ),
    variant(
        "a deadline shorter than the function takes",
        "plan",
        "ack_deadline_seconds must exceed the function's timeout_seconds",
        (
            "modules/function/variables.tf",
            "timeout_seconds = optional(number, 60)",
            "timeout_seconds = optional(number, 120)",
        ),
    ),
)
