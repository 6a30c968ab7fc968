resource "google_service_account" "planner" {
  project      = local.project_id
  account_id   = "planner"
  display_name = "CI plans as this: it reads, and changes nothing"
}

resource "google_service_account" "deployer" {
  project      = local.project_id
  account_id   = "deployer"
  display_name = "CI applies as this"
}

locals {
  # Reading everything takes a basic role; it opens no secret and no document.
  planner_roles = toset(["roles/iam.securityReviewer", "roles/viewer"])

  # Managing what terraform/ makes. Whoever manages identities, secrets and buckets can get at what
  # is in them: guard the branch that may deploy as you would guard the data.
  deployer_roles = toset([
    "roles/artifactregistry.admin",
    "roles/bigquery.dataOwner",
    "roles/cloudfunctions.admin",
    "roles/cloudscheduler.admin",
    "roles/cloudtasks.admin",
    "roles/compute.loadBalancerAdmin",
    "roles/compute.securityAdmin",
    "roles/datastore.owner",
    "roles/iam.serviceAccountAdmin",
    "roles/logging.configWriter",
    "roles/monitoring.admin",
    "roles/pubsub.admin",
    "roles/run.admin",
    "roles/secretmanager.admin",
    "roles/serviceusage.serviceUsageAdmin",
    "roles/storage.admin",
  ])

  # The only roles that terraform/ gives on the project itself.
  granted_on_project = ["roles/datastore.user", "roles/logging.logWriter"]
}

resource "google_project_iam_member" "planner" {
  # checkov:skip=CKV_GCP_117:planning reads every service; viewer reads no secret and no document
  for_each = local.planner_roles

  project = local.project_id
  role    = each.key
  member  = google_service_account.planner.member
}

resource "google_project_iam_member" "deployer" {
  # checkov:skip=CKV_GCP_49:whoever deploys functions makes their identities
  for_each = local.deployer_roles

  project = local.project_id
  role    = each.key
  member  = google_service_account.deployer.member
}

# It may give roles on the project itself, but these two only.
resource "google_project_iam_member" "deployer_grants" {
  project = local.project_id
  role    = "roles/resourcemanager.projectIamAdmin"
  member  = google_service_account.deployer.member

  condition {
    title      = "Only the roles that functions need"
    expression = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(${jsonencode(local.granted_on_project)})"
  }
}

resource "google_storage_bucket_iam_member" "planner_reads_state" {
  bucket = google_storage_bucket.state.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.planner.member
}

resource "google_storage_bucket_iam_member" "deployer_keeps_state" {
  bucket = google_storage_bucket.state.name
  role   = "roles/storage.objectUser"
  member = google_service_account.deployer.member
}
