module "domain" {
  source = "./modules/domain"
  count  = var.domain == null ? 0 : 1

  domain                  = var.domain
  project_id              = local.project_id
  region                  = var.region
  requests_per_minute_max = var.requests_per_minute_max

  functions = {
    checkout       = module.checkout.name
    webhook_intake = module.webhook_intake.name
  }
}
