"""A function that is not deployed as its code needs it."""

from __future__ import annotations

from tests.terraform.variants.variant import variant

FUNCTIONS = (
    variant(
        "an entry point by the deployed name",
        "entry_points_exist",
        "main.py has no dead-letter-keeper",
        ("modules/function/main.tf", "= local.folder", "= var.name"),
    ),
    variant(
        "a setting is missing",
        "settings_are_set",
        "invoice-generator needs PUSH_INVOKER",
        (
            "functions.tf",
            "invoices.name\n    PUSH_INVOKER    = google_service_account.push_invoker.email\n  })",
            "invoices.name\n  })",
        ),
    ),
    variant(
        "a setting that nobody reads",
        "settings_are_set",
        "receipt-mailer is given BATCH_SIZE, which it does not read",
        (
            "functions.tf",
            "    SES_CONFIGURATION_SET   = var.mail.configuration_set\n",
            "    SES_CONFIGURATION_SET   = var.mail.configuration_set\n    BATCH_SIZE = 10\n",
        ),
    ),
    variant(
        "a secret without a fixed version",
        "secrets_are_pinned",
        "checkout reads stripe-api-key at latest",
        (
            "modules/function/main.tf",
            "version    = secret_environment_variables.value.version",
            'version = "latest"',
        ),
    ),
    variant(
        "fewer threads than requests",
        "threads_match_concurrency",
        "checkout: 4 threads for 16",
        ("modules/function/main.tf", "tostring(var.limits.concurrency)", '"4"'),
    ),
    variant(
        "a private function for everybody",
        "only_what_is_meant_to_be_is_public",
        "outbox-relay: public, and should not be",
        (
            "functions.tf",
            '  name        = "outbox-relay"\n',
            '  name = "outbox-relay"\n  reach = "public"\n',
        ),
    ),
    variant(
        "a public function for nobody",
        "only_what_is_meant_to_be_is_public",
        "webhook-intake: not public",
        (
            "functions.tf",
            '  reach       = "public"\n  asgi        = true\n',
            "  asgi = true\n",
        ),
    ),
    variant(
        "private functions that take calls from outside",
        "private_functions_take_internal_calls_only",
        "payment-processor takes calls from outside: ALLOW_ALL",
        ("modules/function/main.tf", '"ALLOW_INTERNAL_ONLY"', '"ALLOW_ALL"'),
    ),
    variant(
        "one identity for all",
        "each_function_is_itself",
        "shop@kvitto-local.iam.gserviceaccount.com is 9 functions",
        (
            "modules/function/main.tf",
            "= google_service_account.this.email",
            '= "shop@${var.platform.project_id}.iam.gserviceaccount.com"',
        ),
    ),
    variant(
        "an archive whose name never changes",
        "archives_carry_their_hash",
        "checkout is built from checkout.zip",
        (
            "modules/function/archive.tf",
            "${var.name}-${data.archive_file.source.output_sha256}.zip",
            "${var.name}.zip",
        ),
    ),
    variant(
        "a runtime that is too old",
        "runtimes_are_supported",
        "checkout runs on python39",
        ("locals.tf", '"python313"', '"python39"'),
    ),
    variant(
        "a bucket for everybody",
        "nothing_but_functions_is_public",
        "google_storage_bucket_iam_member.builder_reads_source is for allUsers",
        (
            "identities.tf",
            'objectViewer"\n  member = google_service_account.builder.member',
            'objectViewer"\n  member = "allUsers"',
        ),
    ),
    variant(
        "a backoffice for everybody",
        "only_what_is_meant_to_be_is_public",
        "backoffice: public, and should not be",
        ("functions.tf", '  reach       = "callers"\n', '  reach = "public"\n'),
    ),
    variant(
        "a backoffice that knows no operator",
        "settings_are_set",
        "backoffice needs BACKOFFICE_CALLERS",
        (
            "functions.tf",
            "    BACKOFFICE_CALLERS    = google_service_account.backoffice_operator.email\n",
            "",
        ),
    ),
)
