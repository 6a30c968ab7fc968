"""What is stored, and cannot be found, restored or kept to ourselves."""

from __future__ import annotations

from tests.terraform.variants.variant import variant

DATA = (
    variant(
        "a query without its index",
        "queries_have_their_index",
        "commerce_events by shard and due_at has no index",
        ("firestore.tf", '["shard", "due_at"]', '["due_at", "shard"]'),
    ),
    variant(
        "an index that is missing",
        "queries_have_their_index",
        "invoices by series, status and requested_at has no index",
        (
            "firestore.tf",
            "for_each = local.indexes",
            'for_each = { for name, i in local.indexes : name => i if name != "waiting_invoices" }',
        ),
    ),
    variant(
        "an index on a field that no document has",
        "configured_fields_exist",
        "no document has orders.state",
        ("firestore.tf", '["status", "created_at"]', '["state", "created_at"]'),
    ),
    variant(
        "a hot timestamp",
        "growing_timestamps_have_no_index",
        "inbox.received_at is a timestamp with an index of its own",
        ("firestore.tf", '    inbox           = ["received_at"]\n', ""),
    ),
    variant(
        "orders that are forgotten",
        "nothing_is_forgotten_too_soon",
        "orders would be deleted after 30 days",
        ("firestore.tf", '"checkout_keys/created_at" =', '"orders/created_at" ='),
    ),
    variant(
        "a database without a way back",
        "the_database_can_be_restored",
        "there is no point-in-time recovery",
        ("firestore.tf", '"POINT_IN_TIME_RECOVERY_ENABLED"', '"POINT_IN_TIME_RECOVERY_DISABLED"'),
    ),
    variant(
        "a bucket that can be made public",
        "buckets_are_private",
        "kvitto-local-source can be made public",
        ("source.tf", '"enforced"', '"inherited"'),
    ),
    variant(
        "invoices that can be overwritten",
        "issued_invoices_stay",
        "an object of kvitto-local-invoices can be overwritten for good",
        (
            "storage.tf",
            "  versioning {\n    enabled = true\n",
            "  versioning {\n    enabled = false\n",
        ),
    ),
    variant(
        "a secret in the state",
        "secrets_are_nowhere",
        "the value of stripe-api-key stands in the plan",
        (
            "secrets.tf",
            '  secret_data_wo         = lookup(var.secret_values, each.value.secret, "")\n',
            '  secret_data = lookup(var.secret_values, each.value.secret, "")\n',
        ),
        ("secrets.tf", "  secret_data_wo_version = each.value.generation\n", ""),
        ("variables.tf", "  ephemeral   = true\n", ""),
    ),
    variant(
        "images for good",
        "images_do_not_pile_up",
        "functions keeps every image for good",
        ("registry.tf", "cleanup_policy_dry_run = false", "cleanup_policy_dry_run = true"),
    ),
)
