output "name" {
  description = "The subscription's name, once Pub/Sub may also give up on its messages."
  value       = google_pubsub_subscription.this.name
  depends_on  = [google_pubsub_subscription_iam_member.pubsub_gives_up]
}
