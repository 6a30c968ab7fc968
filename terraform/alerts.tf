# Who is woken for what. Every policy says what it means and what to look at first.

locals {
  # More than `above` log lines within `minutes`.
  log_alerts = {
    dead_letters = {
      metric   = "dead_letters_kept"
      title    = "Messages were given up on"
      severity = "ERROR"
      above    = 0
      minutes  = 5
      text     = "Each is kept whole in `dead_letters`, with its reason; the log line names it. Nothing is lost, but something was not done: read the reason, mend it, and replay."
    }
    invariants = {
      metric   = "invariants_broken"
      title    = "An invariant of the books does not hold"
      severity = "CRITICAL"
      above    = 0
      minutes  = 5
      text     = "The code stopped rather than go on wrong. Run `kvitto audit`: it names the ids. The stack trace in the log says which invariant."
    }
    documents = {
      metric   = "documents_differ"
      title    = "An invoice would be drawn differently today"
      severity = "WARNING"
      above    = 0
      minutes  = 5
      text     = "The document that was issued first stays. Find out which release changed the drawing, before an auditor asks."
    }
    parked = {
      metric   = "events_parked"
      title    = "Money came that does not fit its order"
      severity = "ERROR"
      above    = 0
      minutes  = 5
      text     = "The order is in review and a person must decide. `kvitto explain ORDER` tells its story."
    }
    mails = {
      metric   = "mails_unknown"
      title    = "Mails whose outcome is unknown"
      severity = "WARNING"
      above    = 2
      minutes  = 15
      text     = "One or two settle themselves by the mail provider's own events. More mean that those events do not arrive (is the SNS subscription confirmed?) or that SES is slow."
    }
    signatures = {
      metric   = "signatures_refused"
      title    = "Webhooks with a bad signature"
      severity = "WARNING"
      above    = 10
      minutes  = 10
      text     = "A scanner, or a signing secret that was rotated at the provider and not here: compare the endpoint's secret with `stripe-webhook-secrets`."
    }
    webhooks = {
      metric   = "webhooks_lost"
      title    = "Webhooks could not be published"
      severity = "ERROR"
      above    = 5
      minutes  = 5
      text     = "Providers are told to come back, and do for days. Look at Pub/Sub's status and at the publisher's grants."
    }
    mode = {
      metric   = "wrong_mode"
      title    = "Test events at the live endpoint, or live events at the test one"
      severity = "ERROR"
      above    = 0
      minutes  = 5
      text     = "Compare `stripe_livemode` with the endpoint at Stripe."
    }
    relay = {
      metric   = "outbox_left"
      title    = "Events are relayed late"
      severity = "WARNING"
      above    = 20
      minutes  = 10
      text     = "The request could not publish or enqueue, and left it to the sweep a minute later. Look at the statuses of Pub/Sub and Cloud Tasks."
    }
  }
}

resource "google_monitoring_alert_policy" "log" {
  for_each = { for name, alert in local.log_alerts : name => alert if local.alerting }

  project               = local.project_id
  display_name          = each.value.title
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels

  conditions {
    display_name = each.value.title

    condition_threshold {
      filter          = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.counted[each.value.metric].name}\" AND resource.type=\"cloud_run_revision\""
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.above
      duration        = "0s"

      aggregations {
        alignment_period     = "${each.value.minutes * 60}s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  alert_strategy {
    auto_close = "86400s"
  }

  documentation {
    content = each.value.text
  }
}

# The sweep is the promise that every event is told within a few minutes: without one that
# succeeded, the oldest row in the outbox may be as old as the silence.
resource "google_monitoring_alert_policy" "outbox_age" {
  count = local.alerting ? 1 : 0

  project               = local.project_id
  display_name          = "The outbox has not been swept for five minutes"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels

  conditions {
    display_name = "No sweep succeeded"

    condition_absent {
      filter   = "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${module.outbox_relay.name}\" AND metric.labels.response_code_class=\"2xx\""
      duration = "300s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    content = "Is the schedule `relay-outbox` paused, or does `outbox-relay` fail? Its log says which. Paid orders wait for their invoice until it runs again; nothing is lost."
  }
}

resource "google_monitoring_alert_policy" "backlog" {
  count = local.alerting ? 1 : 0

  project               = local.project_id
  display_name          = "Messages or tasks wait too long"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.channels

  conditions {
    display_name = "A message is older than ten minutes"

    condition_threshold {
      filter          = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.type=\"pubsub_subscription\""
      comparison      = "COMPARISON_GT"
      threshold_value = 600
      duration        = "60s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_MAX"
        cross_series_reducer = "REDUCE_MAX"
        group_by_fields      = ["resource.labels.subscription_id"]
      }
    }
  }

  conditions {
    display_name = "More than 1000 tasks wait in a queue"

    condition_threshold {
      filter          = "metric.type=\"cloudtasks.googleapis.com/queue/depth\" AND resource.type=\"cloud_tasks_queue\""
      comparison      = "COMPARISON_GT"
      threshold_value = 1000
      duration        = "600s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_MAX"
        cross_series_reducer = "REDUCE_MAX"
        group_by_fields      = ["resource.labels.queue_id"]
      }
    }
  }

  documentation {
    content = "The function that should take them fails, is at its maximum of instances, or may not be called. Its log and `google_cloud_run_v2_service_iam_member` tell which."
  }
}

# Silence is a fault, too, in a shop that usually sells.
resource "google_monitoring_alert_policy" "no_orders" {
  count = local.alerting && var.quiet_hours_max != null ? 1 : 0

  project               = local.project_id
  display_name          = "No order was paid lately"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.channels

  conditions {
    display_name = "No paid order for ${var.quiet_hours_max} hours"

    condition_threshold {
      filter                  = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.counted["orders_paid"].name}\" AND resource.type=\"cloud_run_revision\""
      comparison              = "COMPARISON_LT"
      threshold_value         = 1
      duration                = "60s"
      evaluation_missing_data = "EVALUATION_MISSING_DATA_ACTIVE"

      aggregations {
        alignment_period     = "${var.quiet_hours_max * 3600}s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    content = "Buy something: `kvitto buy` walks the whole path and says where it stops. Compare with checkouts opened, on the dashboard: none opened is the shop, none paid is Stripe or the webhook."
  }
}
