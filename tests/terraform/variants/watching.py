"""Troubles that nobody would be told of."""

from __future__ import annotations

from tests.terraform.variants.variant import variant

WATCHING = (
    variant(
        "an alert on a message that nobody logs",
        "counted_messages_are_logged",
        "counts 'mail bounced', which nobody logs",
        ("monitoring.tf", '"receipt bounced"', '"mail bounced"'),
    ),
    variant(
        "an alert on a field that no line has",
        "counted_messages_are_logged",
        "looks at state, which no line has",
        ("monitoring.tf", "jsonPayload.status", "jsonPayload.state"),
    ),
    variant(
        "an alert on what is not counted",
        "metrics_exist",
        "looks at kvitto/orders, which is not counted",
        (
            "log_alerts.tf",
            "user/${google_logging_metric.counted[each.value.metric].name}",
            "user/kvitto/orders",
        ),
    ),
    variant(
        "an alert on what Google does not measure",
        "metrics_exist",
        "looks at cloudtasks.googleapis.com/queue/length",
        (
            "alerts.tf",
            "cloudtasks.googleapis.com/queue/depth",
            "cloudtasks.googleapis.com/queue/length",
        ),
    ),
    variant(
        "nobody is told of mails in doubt",
        "what_matters_is_watched",
        "nobody is told of 'receipt outcome unknown'",
        ("log_alerts.tf", 'metric   = "mails_unknown"', 'metric   = "mails_bounced"'),
    ),
    variant(
        "an alert that tells nobody",
        "alerts_reach_somebody",
        "'The outbox has not been swept for five minutes' tells nobody",
        (
            "alerts.tf",
            'local.channels\n\n  conditions {\n    display_name = "No sweep succeeded"',
            '[]\n\n  conditions {\n    display_name = "No sweep succeeded"',
        ),
    ),
    variant(
        "an error that nobody is told of",
        "what_matters_is_watched",
        "nobody is told of 'refund refused'",
        ("monitoring.tf", '"provider refused", "refund refused"', '"provider refused"'),
    ),
    variant(
        "an alert without a section in the handbook",
        "alerts_lead_to_their_section",
        "'Events come late' leads to no section",
        ("log_alerts.tf", '"Events are relayed late"', '"Events come late"'),
    ),
    variant(
        "a section in the handbook without an alert",
        "alerts_lead_to_their_section",
        "no alert leads to #no-order-was-paid-lately",
        ("alerts.tf", "local.alerting && var.quiet_hours_max != null", "false"),
    ),
)
