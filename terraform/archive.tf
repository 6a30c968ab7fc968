# The past, kept by Pub/Sub itself and by no code of ours: providers' events as they came, for as
# long as `raw_event_days`; our own events for good, where they can be asked questions.

resource "google_storage_bucket" "provider_events" {
  # checkov:skip=CKV_GCP_78:written once under a new name, and deleted by age
  project                     = local.project_id
  name                        = "${var.project_id}-provider-events"
  location                    = local.location.storage
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  deletion_policy             = var.deletion_protection ? "PREVENT" : "DELETE"

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = var.raw_event_days
    }
  }

  dynamic "encryption" {
    for_each = var.kms_key_name[*]

    content {
      default_kms_key_name = encryption.value
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}

resource "google_storage_bucket_iam_member" "pubsub_archives" {
  for_each = toset(["roles/storage.legacyBucketReader", "roles/storage.objectCreator"])

  bucket = google_storage_bucket.provider_events.name
  role   = each.key
  member = local.pubsub_agent
}

resource "google_pubsub_subscription" "provider_events_archive" {
  project                    = local.project_id
  name                       = "provider-events-archive"
  topic                      = google_pubsub_topic.provider_events.id
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = ""
  }

  cloud_storage_config {
    bucket                   = google_storage_bucket.provider_events.name
    filename_datetime_format = "YYYY/MM/DD/hh_mm_ssZ"
    filename_suffix          = ".avro"
    max_duration             = "300s"

    avro_config {
      write_metadata = true
    }
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letters.id
    max_delivery_attempts = 20
  }

  depends_on = [google_storage_bucket_iam_member.pubsub_archives]
}

resource "google_bigquery_dataset" "commerce" {
  project                    = local.project_id
  dataset_id                 = "commerce"
  location                   = local.location.bigquery
  delete_contents_on_destroy = !var.deletion_protection

  dynamic "default_encryption_configuration" {
    for_each = var.kms_key_name[*]

    content {
      kms_key_name = default_encryption_configuration.value
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}

resource "google_bigquery_table" "events" {
  # checkov:skip=CKV_GCP_80:it takes the key of its dataset, which is kms_key_name
  project             = local.project_id
  dataset_id          = google_bigquery_dataset.commerce.dataset_id
  table_id            = "events"
  deletion_protection = var.deletion_protection
  clustering          = ["subscription_name"]

  time_partitioning {
    type  = "DAY"
    field = "publish_time"
  }

  # The columns that Pub/Sub writes with `write_metadata`.
  schema = jsonencode([
    { name = "subscription_name", type = "STRING" },
    { name = "message_id", type = "STRING" },
    { name = "publish_time", type = "TIMESTAMP" },
    { name = "data", type = "JSON" },
    { name = "attributes", type = "JSON" },
  ])
}

resource "google_bigquery_table_iam_member" "pubsub_archives" {
  for_each = toset(["roles/bigquery.dataEditor", "roles/bigquery.metadataViewer"])

  project    = local.project_id
  dataset_id = google_bigquery_table.events.dataset_id
  table_id   = google_bigquery_table.events.table_id
  role       = each.key
  member     = local.pubsub_agent
}

resource "google_pubsub_subscription" "commerce_events_archive" {
  project                    = local.project_id
  name                       = "commerce-events-archive"
  topic                      = google_pubsub_topic.commerce_events.id
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = ""
  }

  bigquery_config {
    table          = "${google_bigquery_table.events.project}.${google_bigquery_table.events.dataset_id}.${google_bigquery_table.events.table_id}"
    write_metadata = true
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letters.id
    max_delivery_attempts = 20
  }

  depends_on = [google_bigquery_table_iam_member.pubsub_archives]
}

# As in modules/subscription: without it, nothing is ever dead-lettered.
resource "google_pubsub_subscription_iam_member" "pubsub_gives_up" {
  for_each = {
    commerce_events = google_pubsub_subscription.commerce_events_archive.name
    provider_events = google_pubsub_subscription.provider_events_archive.name
  }

  project      = local.project_id
  subscription = each.value
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent
}
