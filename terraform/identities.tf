# Who calls the functions. Each function has an identity of its own besides, made in its module.

# Nobody holds a key of it: each of `operators` acts as it, and the logs of Google tell who did.
resource "google_service_account" "backoffice_operator" {
  project      = local.project_id
  account_id   = "backoffice-operator"
  display_name = "People of the shop call the backoffice as this"
}

resource "google_service_account_iam_member" "operators_act_as" {
  for_each = toset(var.operators)

  service_account_id = google_service_account.backoffice_operator.name
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  member             = each.key
}

resource "google_service_account" "push_invoker" {
  project      = local.project_id
  account_id   = "push-invoker"
  display_name = "Pub/Sub pushes to functions as this"
}

resource "google_service_account" "scheduler_invoker" {
  project      = local.project_id
  account_id   = "scheduler-invoker"
  display_name = "Cloud Scheduler calls functions as this"
}

resource "google_service_account" "tasks_invoker" {
  project      = local.project_id
  account_id   = "tasks-invoker"
  display_name = "Cloud Tasks calls functions as this"
}

# Only projects older than April 2021 need it; where it is not needed it does no harm.
resource "google_service_account_iam_member" "pubsub_signs_as_push_invoker" {
  service_account_id = google_service_account.push_invoker.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.pubsub_agent
}

# Who builds them: new organisations give the default identity nothing, and rightly so.

resource "google_service_account" "builder" {
  project      = local.project_id
  account_id   = "function-builder"
  display_name = "Builds the functions' images"
}

resource "google_storage_bucket_iam_member" "builder_reads_source" {
  bucket = google_storage_bucket.source.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.builder.member
}

resource "google_artifact_registry_repository_iam_member" "builder_pushes_images" {
  project    = local.project_id
  location   = google_artifact_registry_repository.functions.location
  repository = google_artifact_registry_repository.functions.repository_id
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.builder.member
}

resource "google_project_iam_member" "builder_writes_logs" {
  project = local.project_id
  role    = "roles/logging.logWriter"
  member  = google_service_account.builder.member

  depends_on = [
    google_artifact_registry_repository_iam_member.builder_pushes_images,
    google_storage_bucket_iam_member.builder_reads_source,
  ]
}
