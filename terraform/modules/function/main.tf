locals {
  # Cloud Run gives every service this address before it exists, so functions can know each other
  # without waiting for each other.
  url = "https://${var.name}-${var.platform.project_number}.${var.platform.region}.run.app"

  # Where calls may come from; who may call is another matter.
  ingress = {
    callers  = "ALLOW_ALL"
    internal = "ALLOW_INTERNAL_ONLY"
    public   = var.platform.public_ingress
  }

  instances = lookup(var.platform.instances, var.name, { max = 10, min = 0 })

  # Whoever is called with a token checks that the token is for it.
  audience = length(var.callers) == 0 ? {} : { AUDIENCE = local.url }

  # What the framework reads, not the function.
  framework = var.asgi ? { FUNCTION_USE_ASGI = "true" } : { THREADS = tostring(var.limits.concurrency) }
}

resource "google_cloudfunctions2_function" "this" {
  # checkov:skip=CKV_GCP_124:buyers and webhooks come from the internet; which functions may be public is a test of ours
  project      = var.platform.project_id
  name         = var.name
  location     = var.platform.region
  description  = var.description
  kms_key_name = var.platform.kms_key_name

  build_config {
    runtime           = var.platform.runtime
    entry_point       = local.folder
    service_account   = var.platform.build_service_account
    docker_repository = var.platform.docker_repository

    source {
      storage_source {
        bucket = google_storage_bucket_object.source.bucket
        object = google_storage_bucket_object.source.name
      }
    }

    automatic_update_policy {}
  }

  service_config {
    available_cpu                    = var.limits.cpu
    available_memory                 = var.limits.memory
    ingress_settings                 = local.ingress[var.reach]
    max_instance_count               = local.instances.max
    max_instance_request_concurrency = var.limits.concurrency
    min_instance_count               = local.instances.min
    service_account_email            = google_service_account.this.email
    timeout_seconds                  = var.limits.timeout_seconds

    environment_variables = merge(
      var.settings,
      local.audience,
      local.framework,
      { GOOGLE_CLOUD_PROJECT = var.platform.project_id },
    )

    dynamic "secret_environment_variables" {
      for_each = var.secrets

      content {
        key        = secret_environment_variables.key
        project_id = var.platform.project_id
        secret     = secret_environment_variables.value.secret
        version    = secret_environment_variables.value.version
      }
    }
  }

  # A function whose secret it may not read does not start, and the deployment fails.
  depends_on = [
    google_secret_manager_secret_iam_member.reads,
    google_service_account_iam_member.deployer_acts_as,
  ]
}

# The function's invokers are those of the Cloud Run service underneath, which has its name.
resource "google_cloud_run_v2_service_iam_member" "caller" {
  for_each = var.callers

  project  = var.platform.project_id
  location = google_cloudfunctions2_function.this.location
  name     = google_cloudfunctions2_function.this.name
  role     = "roles/run.invoker"
  member   = each.value

  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.this.id]
  }
}

resource "google_cloud_run_v2_service_iam_member" "public" {
  count = var.reach == "public" && var.platform.public_access == "all_users" ? 1 : 0

  project  = var.platform.project_id
  location = google_cloudfunctions2_function.this.location
  name     = google_cloudfunctions2_function.this.name
  role     = "roles/run.invoker"
  member   = "allUsers"

  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.this.id]
  }
}
