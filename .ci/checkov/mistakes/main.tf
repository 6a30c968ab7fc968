# One mistake for each rule in terraform/policies; checkov must find them all.

resource "google_storage_bucket_iam_binding" "readers" {
  bucket  = "invoices"
  role    = "roles/storage.objectViewer"
  members = ["user:ada@example.com"]
}

resource "google_cloudfunctions2_function" "anonymous" {
  name     = "anonymous"
  location = "europe-north1"

  build_config {
    runtime     = "python313"
    entry_point = "anonymous"
  }

  service_config {
    available_memory = "256Mi"
  }
}

resource "google_secret_manager_secret_version" "kept" {
  secret      = "stripe-api-key"
  secret_data = var.key
}

resource "google_pubsub_subscription" "bored" {
  name  = "bored"
  topic = "events"

  push_config {
    push_endpoint = "https://function.example"
  }
}

resource "google_cloud_scheduler_job" "stranger" {
  name     = "stranger"
  schedule = "* * * * *"

  http_target {
    uri = "https://function.example"
  }
}
