# A queue's tasks are made by functions, with the address and the token they are to carry.

resource "google_cloud_tasks_queue" "numbering" {
  project  = local.project_id
  name     = "numbering"
  location = var.region

  rate_limits {
    max_concurrent_dispatches = 8
    max_dispatches_per_second = 50
  }

  # What is left after an hour, the numberer's own sweep finds.
  retry_config {
    max_attempts       = -1
    max_retry_duration = "3600s"
    min_backoff        = "1s"
    max_backoff        = "60s"
    max_doublings      = 6
  }

  stackdriver_logging_config {
    sampling_ratio = 1
  }
}

resource "google_cloud_tasks_queue" "receipts" {
  project  = local.project_id
  name     = "receipts"
  location = var.region

  # Not faster than the mail provider allows: 14 a second is what SES begins with.
  rate_limits {
    max_concurrent_dispatches = 8
    max_dispatches_per_second = var.mail.per_second_max
  }

  retry_config {
    max_attempts       = -1
    max_retry_duration = "172800s"
    min_backoff        = "1s"
    max_backoff        = "300s"
    max_doublings      = 8
  }

  stackdriver_logging_config {
    sampling_ratio = 1
  }
}
