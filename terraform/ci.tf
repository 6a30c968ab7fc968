# The identity that deploys may act as what it deploys: as each of these, and not as everything in
# the project. Each function adds its own, in its module. The deploying identity itself, and what
# lets the CI in, are made by bootstrap/.
resource "google_service_account_iam_member" "deployer_acts_as" {
  for_each = var.deployer == null ? {} : {
    builder           = google_service_account.builder.name
    push_invoker      = google_service_account.push_invoker.name
    scheduler_invoker = google_service_account.scheduler_invoker.name
  }

  service_account_id = each.value
  role               = "roles/iam.serviceAccountUser"
  member             = "serviceAccount:${var.deployer}"
}
