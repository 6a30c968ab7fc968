"""A right too few, or too many."""

from __future__ import annotations

from tests.terraform.variants.variant import variant

GRANTS = (
    variant(
        "a publisher without the right to publish",
        "topics_are_published_to_by_those_who_must",
        "lacks roles/pubsub.publisher on dead-letters",
        (
            "functions.tf",
            "      dead_letters    = google_pubsub_topic.dead_letters.name\n",
            "",
        ),
    ),
    variant(
        "a queue that nobody may fill",
        "queues_are_filled_by_those_who_must",
        "lacks roles/cloudtasks.enqueuer on receipts",
        ("functions.tf", "      receipts  = google_cloud_tasks_queue.receipts.name\n", ""),
    ),
    variant(
        "an archive that cannot be written to",
        "buckets_are_used_by_those_who_must",
        "invoice-generator@kvitto-local.iam.gserviceaccount.com lacks roles/storage.objectCreator",
        (
            "functions.tf",
            "creates_in = local.invoices, ",
            "",
        ),
    ),
    variant(
        "more rights than needed",
        "buckets_are_used_by_those_who_must",
        "checkout@kvitto-local.iam.gserviceaccount.com needs no roles/storage.objectCreator",
        (
            "functions.tf",
            "local.store_rights, { reads_from",
            "local.store_rights, { creates_in = local.invoices, reads_from",
        ),
    ),
    variant(
        "a secret that may be listed and not read",
        "secrets_are_read_by_those_who_must",
        "lacks roles/secretmanager.secretAccessor on stripe-api-key",
        (
            "modules/function/identity.tf",
            "roles/secretmanager.secretAccessor",
            "roles/secretmanager.viewer",
        ),
    ),
    variant(
        "tasks with a token that is not theirs to give",
        "tasks_carry_a_token_their_maker_may_use",
        "lacks roles/iam.serviceAccountUser on tasks-invoker@",
        ("functions.tf", "{ tasks_invoker = google_service_account.tasks_invoker.name }", "{}"),
    ),
    variant(
        "a right to every database",
        "databases_are_opened_to_those_who_must",
        "should not have the database where none",
        (
            "modules/function/identity.tf",
            "  condition {",
            '  dynamic "condition" {\n    for_each = []\n    content {',
        ),
        (
            "modules/function/identity.tf",
            '/databases/${var.rights.database}\\""\n  }',
            '/databases/${var.rights.database}\\""\n    }\n  }',
        ),
    ),
    variant(
        "a function that its queue may not call",
        "callers_may_call",
        "tasks-invoker@kvitto-local.iam.gserviceaccount.com may not call receipt-mailer",
        ("functions.tf", "merge(local.push, local.tasks)", "local.push"),
    ),
    variant(
        "a caller too many",
        "callers_may_call",
        "scheduler-invoker@kvitto-local.iam.gserviceaccount.com needs not call dead-letter-keeper",
        (
            "functions.tf",
            "  callers     = local.push\n\n  settings = merge(local.store",
            "  callers     = merge(local.push, local.scheduler)\n\n  settings = merge(local.store",
        ),
    ),
    variant(
        "dead letters that Pub/Sub may not publish",
        "giving_up_is_granted",
        "Pub/Sub may not publish to projects/kvitto-local/topics/dead-letters",
        (
            "pubsub.tf",
            "  topic   = google_pubsub_topic.dead_letters.name\n",
            "  topic   = google_pubsub_topic.commerce_events.name\n",
        ),
    ),
    variant(
        "messages that Pub/Sub may not give up on",
        "giving_up_is_granted",
        "Pub/Sub may not take messages off commerce-events-archive",
        (
            "archive.tf",
            "    commerce_events = google_pubsub_subscription.commerce_events_archive.name\n",
            "",
        ),
    ),
    variant(
        "the keys to the whole project",
        "project_roles_are_few",
        "function-builder@kvitto-local.iam.gserviceaccount.com has roles/editor",
        ("identities.tf", "roles/logging.logWriter", "roles/editor"),
    ),
    variant(
        "people whose identity may not call",
        "callers_may_call",
        "backoffice-operator@kvitto-local.iam.gserviceaccount.com may not call backoffice",
        ("functions.tf", "  callers     = local.operators\n", ""),
    ),
    variant(
        "an operator who may not act as one",
        "operators_act_as_the_backoffice",
        "user:ada@shop.example may not act as backoffice-operator@",
        (
            "env/local.tfvars",
            "# Mail in doubt",
            'operators = ["user:ada@shop.example"]\n\n# Mail in doubt',
        ),
        (
            "identities.tf",
            "for_each = toset(var.operators)",
            'for_each = toset(["user:bob@a.example"])',
        ),
    ),
    variant(
        "somebody who acts as an operator and is none",
        "operators_act_as_the_backoffice",
        "user:bob@a.example acts as backoffice-operator@",
        ("identities.tf", "# Who calls the functions.", "# Who calls them."),
    ),
    variant(
        "a role on the whole project for a single function",
        "project_roles_are_few",
        "checkout@kvitto-local.iam.gserviceaccount.com has roles/storage.objectViewer",
        (
            "locals.tf",
            "# The number is part of every address",
            (
                'resource "google_project_iam_member" "reads" {\n'
                "  project = var.project_id\n"
                '  role    = "roles/storage.objectViewer"\n'
                '  member  = "serviceAccount:checkout@${var.project_id}.iam.gserviceaccount.com"\n'
                "}\n\n# The number is part of every address"
            ),
        ),
    ),
)
