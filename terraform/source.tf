# The zips that functions are built from. Their names carry their hash, so a change of the code
# is a change of the function, and an old one may go once no build needs it.
resource "google_storage_bucket" "source" {
  # checkov:skip=CKV_GCP_78:written once under a new name, and deleted by age
  project                     = local.project_id
  name                        = "${var.project_id}-source"
  location                    = local.location.storage
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  dynamic "encryption" {
    for_each = var.kms_key_name[*]

    content {
      default_kms_key_name = encryption.value
    }
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = 90
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}
