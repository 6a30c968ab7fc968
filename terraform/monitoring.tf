# What the functions say, counted. Each message is one that the code logs, word for word; a test
# holds the two together.

locals {
  # Policies cost money by the condition, so there are none where nobody would be told.
  alerting = length(var.alert_emails) > 0
  channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  counted = {
    checkouts_opened = { messages = ["checkout opened"] }
    complaints = {
      messages = [
        "checkout did not open",
        "event not understood",
        "invoice unreadable",
        "orders unreadable",
        "refund unclear",
        "sweep failed",
      ]
    }
    dead_letters_kept  = { messages = ["dead letter kept"] }
    documents_differ   = { messages = ["document differs from the one kept"] }
    einvoices_missing  = { messages = ["e-invoice broken", "no place for the e-invoice"] }
    exchange_rates_old = { messages = ["exchange rates are old", "sale waits for an exchange rate"] }
    events_parked      = { messages = ["event parked"] }
    invoices_numbered  = { messages = ["invoices numbered"] }
    invariants_broken  = { messages = ["unhandled"], and = "jsonPayload.stack_trace:\"Broken\"" }
    mails_bounced      = { messages = ["receipt bounced"] }
    mails_sent         = { messages = ["receipt sent"] }
    mails_unknown      = { messages = ["receipt outcome unknown"] }
    orders_paid        = { messages = ["event applied"], and = "jsonPayload.status=\"paid\"" }
    outbox_left        = { messages = ["relay left to the sweep"] }
    outbox_swept       = { messages = ["outbox swept"] }
    refused_by_stripe  = { messages = ["provider refused", "refund refused"] }
    signatures_refused = { messages = ["signature refused"] }
    webhooks_lost      = { messages = ["not published"] }
    wrong_mode         = { messages = ["event of the wrong mode"] }
  }
}

resource "google_logging_metric" "counted" {
  for_each = local.counted

  project = local.project_id
  name    = "kvitto/${each.key}"
  filter = join(" AND ", compact([
    "resource.type=\"cloud_run_revision\"",
    "(${join(" OR ", [for message in each.value.messages : "jsonPayload.message=\"${message}\""])})",
    lookup(each.value, "and", ""),
  ]))

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

resource "google_monitoring_notification_channel" "email" {
  for_each = var.alert_emails

  project      = local.project_id
  display_name = each.key
  type         = "email"
  labels       = { email_address = each.key }
}
