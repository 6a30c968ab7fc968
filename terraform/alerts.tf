# Who is woken for what. Every policy says what it means; what to do about it is a section of
# docs/operations.md, which has the title of the policy.

locals {
  handbook = coalesce(var.handbook_url, "docs/operations.md")

  titles = merge(
    { for name, alert in local.log_alerts : name => alert.title },
    { for name, burn in local.burns : name => burn.title },
    {
      backlog    = "Messages or tasks wait too long"
      no_orders  = "No order was paid lately"
      outbox_age = "The outbox has not been swept for five minutes"
    },
  )

  # A section's anchor is its title in lower case, with hyphens for spaces and without marks.
  what_to_do = {
    for name, title in local.titles :
    name => "What to do: ${local.handbook}#${replace(replace(lower(title), "/[^a-z0-9 -]/", ""), " ", "-")}"
  }
}

# The sweep is the promise that every event is told within a few minutes: without one that
# succeeded, the oldest row in the outbox may be as old as the silence.
resource "google_monitoring_alert_policy" "outbox_age" {
  count = local.alerting ? 1 : 0

  project               = local.project_id
  display_name          = local.titles.outbox_age
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
    content = "Is the schedule `relay-outbox` paused, or does `outbox-relay` fail? Its log says which. Paid orders wait for their invoice until it runs again; nothing is lost.\n\n${local.what_to_do.outbox_age}"
  }
}

resource "google_monitoring_alert_policy" "backlog" {
  count = local.alerting ? 1 : 0

  project               = local.project_id
  display_name          = local.titles.backlog
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
    content = "The function that should take them fails, is at its maximum of instances, or may not be called. Its log and `google_cloud_run_v2_service_iam_member` tell which.\n\n${local.what_to_do.backlog}"
  }
}

# Silence is a fault, too, in a shop that usually sells.
resource "google_monitoring_alert_policy" "no_orders" {
  count = local.alerting && var.quiet_hours_max != null ? 1 : 0

  project               = local.project_id
  display_name          = local.titles.no_orders
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
    content = "Buy something: `kvitto buy` walks the whole path and says where it stops. Compare with checkouts opened, on the dashboard: none opened is the shop, none paid is Stripe or the webhook.\n\n${local.what_to_do.no_orders}"
  }
}
