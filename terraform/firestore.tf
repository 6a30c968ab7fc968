resource "google_firestore_database" "commerce" {
  project                           = local.project_id
  name                              = var.firestore_database
  location_id                       = local.location.firestore
  type                              = "FIRESTORE_NATIVE"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = var.deletion_protection ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  deletion_policy                   = var.deletion_protection ? "PREVENT" : "DELETE"

  dynamic "cmek_config" {
    for_each = var.kms_key_name[*]

    content {
      kms_key_name = cmek_config.value
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}

# Point-in-time recovery reaches back seven days; backups reach further and survive the database.
resource "google_firestore_backup_schedule" "daily" {
  project   = local.project_id
  database  = google_firestore_database.commerce.name
  retention = "${var.backup_days.daily * 86400}s"

  daily_recurrence {}
}

resource "google_firestore_backup_schedule" "weekly" {
  project   = local.project_id
  database  = google_firestore_database.commerce.name
  retention = "${var.backup_days.weekly * 86400}s"

  weekly_recurrence {
    day = "SUNDAY"
  }
}

locals {
  # Every query that filters or sorts by more than one field needs one.
  indexes = {
    abandoned_checkouts = { collection = "orders", fields = ["status", "created_at"] }
    documents_of_year   = { collection = "invoices", fields = ["series", "year", "number"] }
    events_to_relay     = { collection = "commerce_events", fields = ["shard", "due_at"] }
    unsettled_receipts  = { collection = "receipts", fields = ["status", "queued_at"] }
    waiting_invoices    = { collection = "invoices", fields = ["series", "status", "requested_at"] }
  }

  # Fields that no query asks for alone. A timestamp that only grows puts all writes of its
  # automatic index into one place, which bears about 500 a second; text is big and never sought.
  unindexed = {
    checkout_keys   = ["answer", "created_at", "lease_until"]
    commerce_events = ["body", "due_at", "occurred_at"]
    dead_letters    = ["body", "kept_at", "replayed_at"]
    effects         = ["at"]
    exchange_rates  = ["days"]
    inbox           = ["received_at"]
    invoices        = ["document", "frozen", "numbered_at", "peppol", "requested_at", "snapshot"]
    journal         = ["at"]
    orders          = ["created_at", "history", "page", "paid_at"]
    payments        = ["succeeded_at"]
    receipts        = ["lease_until", "queued_at", "sent_at"]
    refund_requests = ["requested_at"]
    series          = ["last_numbered_at"]
  }

  # Documents that may go, so many days after the instant in this field.
  forgotten_days = {
    "checkout_keys/created_at" = var.forget_after_days.checkout_keys
    "inbox/received_at"        = var.forget_after_days.inbox
  }
}

resource "google_firestore_index" "this" {
  for_each = local.indexes

  project    = local.project_id
  database   = google_firestore_database.commerce.name
  collection = each.value.collection

  dynamic "fields" {
    for_each = each.value.fields

    content {
      field_path = fields.value
      order      = "ASCENDING"
    }
  }
}

resource "google_firestore_field" "this" {
  for_each = merge([
    for collection, fields in local.unindexed : {
      for field in fields : "${collection}/${field}" => { collection = collection, field = field }
    }
  ]...)

  project    = local.project_id
  database   = google_firestore_database.commerce.name
  collection = each.value.collection
  field      = each.value.field

  # Empty is: no index of its own. Composite indexes on the field are not affected.
  index_config {}

  dynamic "ttl_config" {
    for_each = lookup(local.forgotten_days, each.key, null)[*]

    content {
      expiration_offset = "${ttl_config.value * 86400}s"
    }
  }
}
