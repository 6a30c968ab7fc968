output "api_url" {
  description = "What the shop calls."
  value       = local.public_url
}

output "dashboard" {
  description = "The page to open first when something is wrong."
  value       = google_monitoring_dashboard.this.id
}

output "domain_address" {
  description = "What the domain's A record must hold; null without a domain."
  value       = one(module.domain[*].address)
}

output "ses_webhook_url" {
  description = "Where SNS posts the mail provider's events to: subscribe it to each of mail.topic_arns."
  value       = "${local.intake_url}/webhooks/ses"
}

output "stripe_webhook" {
  description = "The endpoint to make at Stripe: where it posts to, what it is asked to send, and in which API version."
  value       = merge(local.stripe_endpoint, { url = "${local.intake_url}/webhooks/stripe" })
}
