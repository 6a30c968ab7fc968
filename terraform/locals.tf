locals {
  labels = {
    app         = "kvitto"
    environment = var.environment
  }

  # What every function is given, whatever it does.
  platform = {
    build_service_account = google_service_account.builder.id
    deployer              = var.deployer
    docker_repository     = google_artifact_registry_repository.functions.id
    instances             = var.instances
    kms_key_name          = var.kms_key_name
    # Read through the builder's last grant, so that nothing is built before it may be.
    project_id     = google_project_iam_member.builder_writes_logs.project
    project_number = var.project_number
    public_access  = var.public_access
    public_ingress = var.domain == null ? "ALLOW_ALL" : "ALLOW_INTERNAL_AND_GCLB"
    region         = var.region
    runtime        = "python313"
    source_bucket  = google_storage_bucket.source.name
    sources        = "${path.root}/.."
  }

  # Where data rests: in the region, unless data_location says otherwise.
  location = {
    bigquery  = coalesce(var.data_location.bigquery, var.region)
    firestore = coalesce(var.data_location.firestore, var.region)
    storage   = coalesce(var.data_location.storage, var.region)
  }

  pubsub_agent = "serviceAccount:service-${var.project_number}@gcp-sa-pubsub.iam.gserviceaccount.com"

  # Where buyers find the shop's API; the providers' webhooks go to the same host.
  public_url = var.domain == null ? module.checkout.url : "https://${var.domain}"
  intake_url = var.domain == null ? module.webhook_intake.url : "https://${var.domain}"

  # The endpoint at Stripe: its API version and events are those of `shared/events/stripe.py`.
  stripe_endpoint = jsondecode(file("${path.module}/stripe/endpoint.json"))
}

# The number is part of every address; a wrong one would be found by the first request only.
data "google_project" "this" {
  project_id = var.project_id

  lifecycle {
    postcondition {
      condition     = self.number == var.project_number
      error_message = "Project ${var.project_id} has the number ${self.number}, not ${var.project_number}: correct project_number."
    }
  }
}
