resource "google_pubsub_topic" "provider_events" {
  project                    = local.project_id
  name                       = "provider-events"
  kms_key_name               = var.kms_key_name
  message_retention_duration = local.replayable

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}

resource "google_pubsub_topic" "commerce_events" {
  project                    = local.project_id
  name                       = "commerce-events"
  kms_key_name               = var.kms_key_name
  message_retention_duration = local.replayable

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}

resource "google_pubsub_topic" "dead_letters" {
  project      = local.project_id
  name         = "dead-letters"
  kms_key_name = var.kms_key_name

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}

# One grant for one topic, whoever gives up on a message. Its fellow, on each subscription, is in
# the module: without both, Pub/Sub never dead-letters and says nothing.
resource "google_pubsub_topic_iam_member" "pubsub_publishes_dead_letters" {
  project = local.project_id
  topic   = google_pubsub_topic.dead_letters.name
  role    = "roles/pubsub.publisher"
  member  = local.pubsub_agent
}

locals {
  replayable = var.message_replay_days == 0 ? null : "${var.message_replay_days * 86400}s"

  # What every push subscription shares.
  delivery = {
    dead_letter_topic = google_pubsub_topic.dead_letters.id
    invoker           = google_service_account.push_invoker.email
    project_id        = local.project_id
    pubsub_agent      = local.pubsub_agent
  }
}

module "payment_processor_subscription" {
  source   = "./modules/subscription"
  name     = module.payment_processor.name
  delivery = local.delivery
  topic    = google_pubsub_topic.provider_events.id
  filter   = "attributes.provider = \"stripe\""
  function = module.payment_processor
  path     = "/push/provider-events"
}

module "receipt_mailer_subscription" {
  source   = "./modules/subscription"
  name     = module.receipt_mailer.name
  delivery = local.delivery
  topic    = google_pubsub_topic.provider_events.id
  filter   = "attributes.provider = \"ses\""
  function = module.receipt_mailer
  path     = "/push/provider-events"
}

module "invoice_generator_subscription" {
  source   = "./modules/subscription"
  name     = module.invoice_generator.name
  delivery = local.delivery
  topic    = google_pubsub_topic.commerce_events.id
  filter   = "attributes.type = \"invoice.numbered.v1\""
  function = module.invoice_generator
  path     = "/push/commerce-events"
}

# The end of the line: what it cannot keep waits, and the alert on its age tells.
module "dead_letter_keeper_subscription" {
  source      = "./modules/subscription"
  name        = module.dead_letter_keeper.name
  delivery    = local.delivery
  topic       = google_pubsub_topic.dead_letters.id
  function    = module.dead_letter_keeper
  path        = "/push/dead-letters"
  dead_letter = null
}
