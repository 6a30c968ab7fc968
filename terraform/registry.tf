# Every deployed change pushes an image; without a policy they pile up and cost more than the rest.
resource "google_artifact_registry_repository" "functions" {
  project                = local.project_id
  location               = var.region
  repository_id          = "functions"
  description            = "The images that the functions run from"
  format                 = "DOCKER"
  kms_key_name           = var.kms_key_name
  cleanup_policy_dry_run = false

  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"

    condition {
      tag_state  = "ANY"
      older_than = "2592000s"
    }
  }

  # What is kept wins over what is deleted: there is always something to roll back to.
  cleanup_policies {
    id     = "keep-latest"
    action = "KEEP"

    most_recent_versions {
      keep_count = 3
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}
