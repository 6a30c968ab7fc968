locals {
  endpoint = jsondecode(file("${path.module}/endpoint.json"))
}

resource "stripe_webhook_endpoint" "this" {
  url            = var.url
  description    = "Kvitto ${var.environment}"
  api_version    = local.endpoint.api_version
  enabled_events = local.endpoint.enabled_events

  lifecycle {
    # A new API version is a new endpoint with a new secret. For a while both send, which does no
    # harm; without an endpoint, events would be lost.
    create_before_destroy = true

    postcondition {
      condition     = self.livemode == var.livemode
      error_message = "STRIPE_API_KEY is of the other mode: destroy this endpoint, and apply with the right key."
    }
  }
}
