variable "environment" {
  description = "Which of your deployments this is: it tells its endpoints apart in Stripe's dashboard."
  type        = string
}

variable "livemode" {
  description = "Whether real money moves: `stripe_livemode` of the deployment."
  type        = bool
  default     = false
}

variable "url" {
  description = "Where Stripe posts to: the url in the output stripe_webhook of the deployment."
  type        = string

  validation {
    condition     = can(regex("^https://[^/]+/webhooks/stripe$", var.url))
    error_message = "https://, the host of webhook-intake or your domain, and /webhooks/stripe."
  }
}
