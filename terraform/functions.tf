# One block per function. A new one needs a folder below functions/ and a block here; its address,
# identity, archive and roles follow.

locals {
  # The settings and rights of every function that has the database.
  store_settings = { FIRESTORE_DATABASE = google_firestore_database.commerce.name }
  store_rights   = { database = google_firestore_database.commerce.name }

  # The settings and rights of every function that tells the world something: it publishes our
  # events, and makes the tasks that follow from them.
  outbox_settings = merge(local.store_settings, {
    COMMERCE_EVENTS_TOPIC = google_pubsub_topic.commerce_events.id
    MAILER_URL            = module.receipt_mailer.url
    NUMBERER_URL          = module.invoice_numberer.url
    NUMBERING_QUEUE       = google_cloud_tasks_queue.numbering.id
    RECEIPTS_QUEUE        = google_cloud_tasks_queue.receipts.id
    TASKS_INVOKER         = google_service_account.tasks_invoker.email
  })
  outbox_rights = merge(local.store_rights, {
    acts_as      = { tasks_invoker = google_service_account.tasks_invoker.name }
    publishes_to = { commerce_events = google_pubsub_topic.commerce_events.name }
    enqueues_to = {
      numbering = google_cloud_tasks_queue.numbering.name
      receipts  = google_cloud_tasks_queue.receipts.name
    }
  })

  invoices = { invoices = google_storage_bucket.invoices.name }

  operators = { operator = google_service_account.backoffice_operator.member }
  push      = { push = google_service_account.push_invoker.member }
  scheduler = { scheduler = google_service_account.scheduler_invoker.member }
  tasks     = { tasks = google_service_account.tasks_invoker.member }
}

module "checkout" {
  source      = "./modules/function"
  name        = "checkout"
  description = "The catalog, carts into orders and pages to pay on, orders and their invoices"
  platform    = local.platform
  rights      = merge(local.store_rights, { reads_from = local.invoices })
  reach       = "public"
  callers     = local.scheduler
  limits      = { concurrency = 16 }

  settings = merge(local.store_settings, {
    ALLOWED_ORIGINS          = join(",", concat([var.shop_url], var.allowed_origins))
    CHECKOUTS_PER_MINUTE_MAX = var.checkout_limits.per_caller_and_minute
    CHECKOUTS_PER_SECOND_MAX = var.checkout_limits.per_instance_and_second
    INVOICES_BUCKET          = google_storage_bucket.invoices.name
    PUBLIC_URL               = local.public_url
    RETURN_URLS              = jsonencode({ shop = var.shop_url })
    SCHEDULER_INVOKER        = google_service_account.scheduler_invoker.email
  })

  secrets = {
    ORDER_TOKEN_KEYS = local.secrets["order-token-keys"]
    STRIPE_API_KEY   = local.secrets["stripe-api-key"]
  }
}

module "webhook_intake" {
  source      = "./modules/function"
  name        = "webhook-intake"
  description = "Providers' webhooks, verified and published"
  platform    = local.platform
  reach       = "public"
  asgi        = true
  limits      = { concurrency = 80, timeout_seconds = 10 }

  rights = {
    publishes_to = {
      dead_letters    = google_pubsub_topic.dead_letters.name
      provider_events = google_pubsub_topic.provider_events.name
    }
  }

  settings = {
    DEAD_LETTERS_TOPIC    = google_pubsub_topic.dead_letters.id
    PROVIDER_EVENTS_TOPIC = google_pubsub_topic.provider_events.id
    SES_TOPIC_ARNS        = join(",", var.mail.topic_arns)
    SNS_ORIGIN            = "https://sns.${var.mail.aws_region}.amazonaws.com"
    STRIPE_LIVEMODE       = var.stripe_livemode
  }

  secrets = {
    STRIPE_WEBHOOK_SECRETS = local.secrets["stripe-webhook-secrets"]
  }
}

module "payment_processor" {
  source      = "./modules/function"
  name        = "payment-processor"
  description = "Stripe's events into orders, payments, the journal and our own events"
  platform    = local.platform
  rights      = local.outbox_rights
  callers     = merge(local.push, local.scheduler)

  settings = merge(local.outbox_settings, {
    PUSH_INVOKER      = google_service_account.push_invoker.email
    SCHEDULER_INVOKER = google_service_account.scheduler_invoker.email
  })

  # Read where the catalog lets Stripe work the tax out.
  secrets = {
    STRIPE_API_KEY = local.secrets["stripe-api-key"]
  }
}

module "outbox_relay" {
  source      = "./modules/function"
  name        = "outbox-relay"
  description = "Publishes what a crash left in the outbox"
  platform    = local.platform
  rights      = local.outbox_rights
  callers     = local.scheduler

  settings = merge(local.outbox_settings, {
    SCHEDULER_INVOKER = google_service_account.scheduler_invoker.email
  })
}

module "invoice_numberer" {
  source      = "./modules/function"
  name        = "invoice-numberer"
  description = "Numbers without gaps for the invoices that wait"
  platform    = local.platform
  rights      = local.outbox_rights
  callers     = merge(local.scheduler, local.tasks)

  settings = merge(local.outbox_settings, {
    SCHEDULER_INVOKER = google_service_account.scheduler_invoker.email
  })
}

module "invoice_generator" {
  source      = "./modules/function"
  name        = "invoice-generator"
  description = "The PDF of a numbered invoice, kept for good"
  platform    = local.platform
  rights      = merge(local.outbox_rights, { creates_in = local.invoices, reads_from = local.invoices })
  callers     = local.push
  limits      = { concurrency = 4 }

  settings = merge(local.outbox_settings, {
    INVOICES_BUCKET = google_storage_bucket.invoices.name
    PUSH_INVOKER    = google_service_account.push_invoker.email
  })
}

module "receipt_mailer" {
  source      = "./modules/function"
  name        = "receipt-mailer"
  description = "One e-mail per receipt, and the mail provider's word on what became of it"
  platform    = local.platform
  rights      = merge(local.outbox_rights, { reads_from = local.invoices })
  callers     = merge(local.push, local.tasks)

  settings = merge(local.outbox_settings, {
    AWS_REGION              = var.mail.aws_region
    INVOICES_BUCKET         = google_storage_bucket.invoices.name
    MAIL_FROM               = var.mail.from
    ORDER_PAGE_URL          = "${var.shop_url}/orders/{token}"
    PUSH_INVOKER            = google_service_account.push_invoker.email
    RECEIPT_SILENCE_SECONDS = var.mail.silence_seconds
    SES_CONFIGURATION_SET   = var.mail.configuration_set
  })

  secrets = {
    AWS_ACCESS_KEY_ID     = local.secrets["ses-access-key-id"]
    AWS_SECRET_ACCESS_KEY = local.secrets["ses-secret-access-key"]
    ORDER_TOKEN_KEYS      = local.secrets["order-token-keys"]
  }
}

module "dead_letter_keeper" {
  source      = "./modules/function"
  name        = "dead-letter-keeper"
  description = "Keeps whole, with the reason, what nobody could handle"
  platform    = local.platform
  rights      = local.store_rights
  callers     = local.push

  settings = merge(local.store_settings, {
    PUSH_INVOKER = google_service_account.push_invoker.email
  })
}

module "backoffice" {
  source      = "./modules/function"
  name        = "backoffice"
  description = "What the shop's own people do: orders with their documents, money back, replays"
  platform    = local.platform
  reach       = "callers"
  callers     = local.operators

  rights = merge(local.store_rights, {
    publishes_to = {
      commerce_events = google_pubsub_topic.commerce_events.name
      provider_events = google_pubsub_topic.provider_events.name
    }
  })

  settings = merge(local.store_settings, {
    BACKOFFICE_CALLERS    = google_service_account.backoffice_operator.email
    COMMERCE_EVENTS_TOPIC = google_pubsub_topic.commerce_events.id
    PROVIDER_EVENTS_TOPIC = google_pubsub_topic.provider_events.id
  })

  secrets = {
    STRIPE_API_KEY = local.secrets["stripe-api-key"]
  }
}
