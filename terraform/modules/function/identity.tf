# What the function runs as, and all that it may do: each role on the one resource it is for.

resource "google_service_account" "this" {
  project      = var.platform.project_id
  account_id   = var.name
  display_name = "The function ${var.name} runs as this"
}

# Firestore has no roles below the project; the condition keeps it to one database.
resource "google_project_iam_member" "uses_database" {
  count = var.rights.database == null ? 0 : 1

  project = var.platform.project_id
  role    = "roles/datastore.user"
  member  = google_service_account.this.member

  condition {
    title      = "Only the database ${var.rights.database}"
    expression = "resource.name == \"projects/${var.platform.project_id}/databases/${var.rights.database}\""
  }
}

resource "google_pubsub_topic_iam_member" "publishes" {
  for_each = var.rights.publishes_to

  project = var.platform.project_id
  topic   = each.value
  role    = "roles/pubsub.publisher"
  member  = google_service_account.this.member
}

resource "google_cloud_tasks_queue_iam_member" "enqueues" {
  for_each = var.rights.enqueues_to

  project  = var.platform.project_id
  location = var.platform.region
  name     = each.value
  role     = "roles/cloudtasks.enqueuer"
  member   = google_service_account.this.member
}

# Whoever makes a task that carries a token must be allowed to act as the token's identity.
resource "google_service_account_iam_member" "acts_as" {
  for_each = var.rights.acts_as

  service_account_id = each.value
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.this.member
}

resource "google_storage_bucket_iam_member" "creates" {
  for_each = var.rights.creates_in

  bucket = each.value
  role   = "roles/storage.objectCreator"
  member = google_service_account.this.member
}

resource "google_storage_bucket_iam_member" "reads" {
  for_each = var.rights.reads_from

  bucket = each.value
  role   = "roles/storage.objectViewer"
  member = google_service_account.this.member
}

resource "google_secret_manager_secret_iam_member" "reads" {
  for_each = var.secrets

  project   = var.platform.project_id
  secret_id = each.value.secret
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.this.member
}

# Whoever deploys a function must be allowed to act as its identity.
resource "google_service_account_iam_member" "deployer_acts_as" {
  count = var.platform.deployer == null ? 0 : 1

  service_account_id = google_service_account.this.name
  role               = "roles/iam.serviceAccountUser"
  member             = "serviceAccount:${var.platform.deployer}"
}
