# GitHub's workflows prove who they are with a token of their own; there is no key to steal.

resource "google_iam_workload_identity_pool" "github" {
  project                   = local.project_id
  workload_identity_pool_id = "github"
  display_name              = "GitHub"
}

resource "google_iam_workload_identity_pool_provider" "github" {
  # checkov:skip=CKV_GCP_125:it looks for names; numbers cannot be registered again by somebody else
  project                            = local.project_id
  workload_identity_pool_id          = google_iam_workload_identity_pool.github.workload_identity_pool_id
  workload_identity_pool_provider_id = "actions"
  display_name                       = "GitHub Actions"
  attribute_condition                = "assertion.repository_owner_id == '${var.repository.owner_id}' && assertion.repository_id == '${var.repository.id}'"

  attribute_mapping = {
    "attribute.ref"           = "assertion.ref"
    "attribute.repository_id" = "assertion.repository_id"
    "google.subject"          = "assertion.sub"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

# Any workflow of the repository may look; only one on the branch may change anything.
resource "google_service_account_iam_member" "looks" {
  service_account_id = google_service_account.planner.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.github.name}/attribute.repository_id/${var.repository.id}"
}

resource "google_service_account_iam_member" "deploys" {
  service_account_id = google_service_account.deployer.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.github.name}/attribute.ref/refs/heads/${var.repository.branch}"
}
