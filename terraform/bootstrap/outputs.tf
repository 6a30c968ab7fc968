output "deployer" {
  description = "The identity that applies: `deployer` in your tfvars, `service_account` in the workflow."
  value       = google_service_account.deployer.email
}

output "planner" {
  description = "The identity that plans."
  value       = google_service_account.planner.email
}

output "state_bucket" {
  description = "For `terraform init -backend-config=bucket=…`."
  value       = google_storage_bucket.state.name
}

output "workload_identity_provider" {
  description = "For the workflow's step that signs in to Google Cloud."
  value       = google_iam_workload_identity_pool_provider.github.name
}
