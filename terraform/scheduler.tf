locals {
  # Each sweeps up what a crash left behind, or keeps what others publish; running twice, or late,
  # does no harm. Times are in UTC, unless said otherwise.
  schedules = {
    abandoned-checkouts = {
      schedule = "17 * * * *"
      url      = module.checkout.url
      path     = "/internal/abandoned-checkouts"
    }
    # The central bank publishes at about four in the afternoon: what one run misses, the next finds.
    exchange-rates = {
      schedule  = "20 16-21 * * 1-5"
      time_zone = "Europe/Berlin"
      url       = module.payment_processor.url
      path      = "/internal/exchange-rates"
    }
    number-invoices = {
      schedule = "* * * * *"
      url      = module.invoice_numberer.url
      path     = "/internal/sweep"
    }
    relay-outbox = {
      schedule = "* * * * *"
      url      = module.outbox_relay.url
      path     = "/internal/sweep"
    }
  }
}

resource "google_cloud_scheduler_job" "this" {
  for_each = local.schedules

  project          = local.project_id
  region           = var.region
  name             = each.key
  schedule         = each.value.schedule
  time_zone        = lookup(each.value, "time_zone", "Etc/UTC")
  attempt_deadline = "60s"

  retry_config {
    retry_count = 3
  }

  http_target {
    http_method = "POST"
    uri         = "${each.value.url}${each.value.path}"

    oidc_token {
      service_account_email = google_service_account.scheduler_invoker.email
      audience              = each.value.url
    }
  }
}
