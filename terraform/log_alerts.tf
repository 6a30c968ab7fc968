# Log lines that somebody is told of. Every message that the code logs as an error is among them;
# a test holds the two together.

locals {
  # More than `above` log lines within `minutes`.
  log_alerts = {
    dead_letters = {
      metric   = "dead_letters_kept"
      title    = "Messages were given up on"
      severity = "ERROR"
      above    = 0
      minutes  = 5
      text     = "Each is kept whole in `dead_letters`, with its reason; the log line names it. Nothing is lost, but something was not done: read the reason, mend its cause, then `kvitto replay`."
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
    einvoices = {
      metric   = "einvoices_missing"
      title    = "An invoice was issued without its e-invoice"
      severity = "WARNING"
      above    = 0
      minutes  = 5
      text     = "The PDF is valid and with its buyer; the machine-readable part could not be made. A buyer who needs it will ask. The stack trace in the log says why."
    }
    parked = {
      metric   = "events_parked"
      title    = "Money came that does not fit its order"
      severity = "ERROR"
      above    = 0
      minutes  = 5
      text     = "The order is in review and a person must decide. `kvitto explain ORDER` tells its story."
    }
    exchange_rates = {
      metric   = "exchange_rates_old"
      title    = "Exchange rates are missing"
      severity = "ERROR"
      above    = 0
      minutes  = 5
      text     = "The central bank's rates are more than five days old, or a paid order waits for one. Its event comes again for hours and is kept after that; nothing is lost."
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
    refused = {
      metric   = "refused_by_stripe"
      title    = "Stripe refused a request"
      severity = "ERROR"
      above    = 0
      minutes  = 5
      text     = "Not an outage but a no: to a checkout, or to a refund. The log line says why, in Stripe's code; a buyer or an operator was told."
    }
    complaints = {
      metric   = "complaints"
      title    = "Functions complain"
      severity = "WARNING"
      above    = 5
      minutes  = 10
      text     = "Checkouts, orders, refunds or sweeps fail because something they need does not answer, or an event of ours cannot be read. The message says which; callers are told to come again."
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
    content = "${each.value.text}\n\n${local.what_to_do[each.key]}"
  }
}
