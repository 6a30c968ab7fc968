# Secret values come in by an ephemeral variable and go out by a write-only argument: they are in
# no state, no plan and no log. How to rotate one: README.md.

locals {
  secret_names = toset([
    "order-token-keys",
    "ses-access-key-id",
    "ses-secret-access-key",
    "stripe-api-key",
    "stripe-webhook-secrets",
  ])

  # Two generations while instances that read the older one are still running.
  generations = { for name in local.secret_names : name => lookup(var.secret_generations, name, ["1"]) }
  written = merge([
    for name, generations in local.generations : {
      for generation in generations : "${name}/${generation}" => { secret = name, generation = generation }
    }
  ]...)

  # What a function reads: the newest generation.
  secrets = {
    for name, generations in local.generations : name => {
      secret  = google_secret_manager_secret.this[name].secret_id
      version = google_secret_manager_secret_version.this["${name}/${generations[length(generations) - 1]}"].version
    }
  }
}

resource "google_secret_manager_secret" "this" {
  for_each = local.secret_names

  project   = local.project_id
  secret_id = each.key

  replication {
    user_managed {
      replicas {
        location = var.region

        dynamic "customer_managed_encryption" {
          for_each = var.kms_key_name[*]

          content {
            kms_key_name = customer_managed_encryption.value
          }
        }
      }
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}

# Written when the generation is new, and never again: later runs need no values. Secret Manager
# refuses an empty one, so a value that was forgotten cannot slip in.
resource "google_secret_manager_secret_version" "this" {
  for_each = local.written

  secret                 = google_secret_manager_secret.this[each.value.secret].id
  secret_data_wo         = lookup(var.secret_values, each.value.secret, "")
  secret_data_wo_version = each.value.generation
  deletion_policy        = "DISABLE"
}
