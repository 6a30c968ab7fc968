# What the functions say, counted. Each message is one that the code logs, word for word; a test
# holds the two together.

locals {
  # Policies cost money by the condition, so there are none where nobody would be told.
  alerting = length(var.alert_emails) > 0
  channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  counted = {
    checkouts_opened   = { message = "checkout opened" }
    dead_letters_kept  = { message = "dead letter kept" }
    documents_differ   = { message = "document differs from the one kept" }
    events_parked      = { message = "event parked" }
    invoices_numbered  = { message = "invoices numbered" }
    invariants_broken  = { message = "unhandled", and = "jsonPayload.stack_trace:\"Broken\"" }
    mails_bounced      = { message = "receipt bounced" }
    mails_sent         = { message = "receipt sent" }
    mails_unknown      = { message = "receipt outcome unknown" }
    orders_paid        = { message = "event applied", and = "jsonPayload.status=\"paid\"" }
    outbox_left        = { message = "relay left to the sweep" }
    outbox_swept       = { message = "outbox swept" }
    signatures_refused = { message = "signature refused" }
    webhooks_lost      = { message = "not published" }
    wrong_mode         = { message = "event of the wrong mode" }
  }
}

resource "google_logging_metric" "counted" {
  for_each = local.counted

  project = local.project_id
  name    = "kvitto/${each.key}"
  filter = join(" AND ", compact([
    "resource.type=\"cloud_run_revision\"",
    "jsonPayload.message=\"${each.value.message}\"",
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
