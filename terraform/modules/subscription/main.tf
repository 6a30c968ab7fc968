resource "google_pubsub_subscription" "this" {
  project                    = var.delivery.project_id
  name                       = var.name
  topic                      = var.topic
  filter                     = var.filter
  ack_deadline_seconds       = var.ack_deadline_seconds
  message_retention_duration = "604800s"

  # Without this, a subscription that is idle for 31 days is deleted.
  expiration_policy {
    ttl = ""
  }

  push_config {
    push_endpoint = "${var.function.url}${var.path}"

    oidc_token {
      service_account_email = var.delivery.invoker
      audience              = var.function.url
    }
  }

  retry_policy {
    minimum_backoff = "${var.retry.minimum_backoff_seconds}s"
    maximum_backoff = "${var.retry.maximum_backoff_seconds}s"
  }

  dynamic "dead_letter_policy" {
    for_each = var.dead_letter[*]

    content {
      dead_letter_topic     = var.delivery.dead_letter_topic
      max_delivery_attempts = dead_letter_policy.value.max_delivery_attempts
    }
  }
}

# Pub/Sub takes a message off the subscription before it dead-letters it.
resource "google_pubsub_subscription_iam_member" "pubsub_gives_up" {
  count = var.dead_letter == null ? 0 : 1

  project      = var.delivery.project_id
  subscription = google_pubsub_subscription.this.name
  role         = "roles/pubsub.subscriber"
  member       = var.delivery.pubsub_agent
}
