# Issued documents are kept for as long as the law asks, by default for the longest that any state
# asks for; `kvitto audit` holds each against its seller's state. `locked` cannot be undone by
# anybody, not even by Google: turn it on once the shop is real.
resource "google_storage_bucket" "invoices" {
  project                     = local.project_id
  name                        = "${var.project_id}-invoices"
  location                    = local.location.storage
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  deletion_policy             = var.deletion_protection ? "PREVENT" : "DELETE"

  versioning {
    enabled = true
  }

  dynamic "retention_policy" {
    for_each = var.invoice_retention[*]

    content {
      is_locked        = retention_policy.value.locked
      retention_period = tostring(retention_policy.value.days * 86400)
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
