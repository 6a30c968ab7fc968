# The page to open first. From top to bottom: do buyers get through, does money arrive, is anything
# stuck, what do the functions say.

locals {
  by_function = ["resource.labels.service_name"]

  charts = [
    {
      title = "Requests by function"
      group = local.by_function
      query = "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\""
      align = "ALIGN_RATE"
    },
    {
      title = "Errors of ours (5xx) by function"
      group = local.by_function
      query = "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\" AND metric.labels.response_code_class=\"5xx\""
      align = "ALIGN_RATE"
    },
    {
      title = "Latency by function, 95th percentile (ms)"
      group = local.by_function
      query = "metric.type=\"run.googleapis.com/request_latencies\" AND resource.type=\"cloud_run_revision\""
      align = "ALIGN_PERCENTILE_95"
    },
    {
      title = "Instances by function"
      group = local.by_function
      query = "metric.type=\"run.googleapis.com/container/instance_count\" AND resource.type=\"cloud_run_revision\""
      align = "ALIGN_MAX"
    },
    {
      title = "Oldest message by subscription (s)"
      group = ["resource.labels.subscription_id"]
      query = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.type=\"pubsub_subscription\""
      align = "ALIGN_MAX"
    },
    {
      title = "Given up on by subscription"
      group = ["resource.labels.subscription_id"]
      query = "metric.type=\"pubsub.googleapis.com/subscription/dead_letter_message_count\" AND resource.type=\"pubsub_subscription\""
      align = "ALIGN_DELTA"
    },
    {
      title = "Tasks waiting by queue"
      group = ["resource.labels.queue_id"]
      query = "metric.type=\"cloudtasks.googleapis.com/queue/depth\" AND resource.type=\"cloud_tasks_queue\""
      align = "ALIGN_MAX"
    },
  ]

  # Log lines counted, in the order of a sale.
  tale = [
    "checkouts_opened", "orders_paid", "invoices_numbered", "mails_sent", "mails_unknown", "mails_bounced",
    "events_parked", "dead_letters_kept", "outbox_left", "outbox_swept", "signatures_refused",
    "refused_by_stripe", "complaints", "einvoices_missing",
  ]

  drawn = concat(local.charts, [for name in local.tale : {
    title = title(replace(name, "_", " "))
    group = []
    query = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.counted[name].name}\" AND resource.type=\"cloud_run_revision\""
    align = "ALIGN_DELTA"
  }])
}

resource "google_monitoring_dashboard" "this" {
  project = local.project_id

  dashboard_json = jsonencode({
    displayName = "Kvitto ${var.environment}"
    mosaicLayout = {
      columns = 48
      tiles = concat(
        [for index, chart in local.drawn : {
          xPos   = (index % 4) * 12
          yPos   = floor(index / 4) * 10
          width  = 12
          height = 10
          widget = {
            title = chart.title
            xyChart = {
              dataSets = [{
                plotType = "LINE"
                timeSeriesQuery = {
                  timeSeriesFilter = {
                    filter = chart.query
                    aggregation = {
                      alignmentPeriod    = "60s"
                      perSeriesAligner   = chart.align
                      crossSeriesReducer = chart.align == "ALIGN_MAX" || chart.align == "ALIGN_PERCENTILE_95" ? "REDUCE_MAX" : "REDUCE_SUM"
                      groupByFields      = chart.group
                    }
                  }
                }
              }]
            }
          }
        }],
        [{
          xPos   = 0
          yPos   = ceil(length(local.drawn) / 4) * 10
          width  = 48
          height = 20
          widget = {
            title = "What the functions complain about"
            logsPanel = {
              filter        = "resource.type=\"cloud_run_revision\" AND severity>=WARNING"
              resourceNames = ["projects/${var.project_number}"]
            }
          }
        }],
      )
    }
  })
}
