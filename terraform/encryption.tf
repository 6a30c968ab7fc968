# Your own key (CMEK), where it is asked for. Each service encrypts as an agent of its own, which
# must be let in before the first resource is made. An agent exists once its service was used, so
# a new project may need a second apply.
locals {
  agents = {
    artifact_registry = "service-${var.project_number}@gcp-sa-artifactregistry.iam.gserviceaccount.com"
    bigquery          = "bq-${var.project_number}@bigquery-encryption.iam.gserviceaccount.com"
    cloud_functions   = "service-${var.project_number}@gcf-admin-robot.iam.gserviceaccount.com"
    cloud_run         = "service-${var.project_number}@serverless-robot-prod.iam.gserviceaccount.com"
    firestore         = "service-${var.project_number}@gcp-sa-firestore.iam.gserviceaccount.com"
    pubsub            = "service-${var.project_number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    secret_manager    = "service-${var.project_number}@gcp-sa-secretmanager.iam.gserviceaccount.com"
    storage           = "service-${var.project_number}@gs-project-accounts.iam.gserviceaccount.com"
  }
}

resource "google_kms_crypto_key_iam_member" "agent" {
  for_each = var.kms_key_name == null ? {} : local.agents

  crypto_key_id = var.kms_key_name
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:${each.value}"
}
