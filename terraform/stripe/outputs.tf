output "endpoint" {
  description = "The endpoint's id at Stripe."
  value       = stripe_webhook_endpoint.this.id
}

output "signing_secret" {
  description = "The generation of `stripe-webhook-secrets` that belongs to it. Stripe tells it once, when the endpoint is made."
  value       = stripe_webhook_endpoint.this.secret
  sensitive   = true
}
