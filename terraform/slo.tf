# What buyers and providers may rely on, over four weeks, and an alert when too much of the
# allowance burns: 2 % of it in an hour wakes somebody, 5 % in six hours makes a ticket.
# Source: sre.google/workbook/alerting-on-slos.

locals {
  served = {
    checkout = module.checkout.name
    webhooks = module.webhook_intake.name
  }

  requests = { for name, function in local.served : name => join(" AND ", [
    "resource.type=\"cloud_run_revision\"",
    "resource.labels.service_name=\"${function}\"",
  ]) }

  burns = {
    fast = { title = "An objective's allowance burns fast", rate = 14.4, window = "3600s", lasting = "300s", severity = "CRITICAL" }
    slow = { title = "An objective's allowance burns slowly", rate = 6, window = "21600s", lasting = "1800s", severity = "WARNING" }
  }

  objectives = merge(
    { for name in keys(local.served) : "${name}/availability" => google_monitoring_slo.availability[name].id },
    { for name in keys(local.served) : "${name}/latency" => google_monitoring_slo.latency[name].id },
  )
}

resource "google_monitoring_custom_service" "this" {
  for_each = local.served

  project      = local.project_id
  service_id   = each.value
  display_name = each.value
}

resource "google_monitoring_slo" "availability" {
  for_each = local.served

  project             = local.project_id
  service             = google_monitoring_custom_service.this[each.key].service_id
  slo_id              = "availability"
  display_name        = "${var.objectives.availability * 100} % of requests are answered without an error of ours"
  goal                = var.objectives.availability
  rolling_period_days = 28

  request_based_sli {
    good_total_ratio {
      bad_service_filter   = "metric.type=\"run.googleapis.com/request_count\" AND ${local.requests[each.key]} AND metric.labels.response_code_class=\"5xx\""
      total_service_filter = "metric.type=\"run.googleapis.com/request_count\" AND ${local.requests[each.key]}"
    }
  }
}

resource "google_monitoring_slo" "latency" {
  for_each = local.served

  project             = local.project_id
  service             = google_monitoring_custom_service.this[each.key].service_id
  slo_id              = "latency"
  display_name        = "${var.objectives.latency * 100} % of requests take less than ${var.objectives.latency_ms} ms"
  goal                = var.objectives.latency
  rolling_period_days = 28

  request_based_sli {
    distribution_cut {
      distribution_filter = "metric.type=\"run.googleapis.com/request_latencies\" AND ${local.requests[each.key]}"

      range {
        max = var.objectives.latency_ms
      }
    }
  }
}

resource "google_monitoring_alert_policy" "burn" {
  for_each = { for name, burn in local.burns : name => burn if local.alerting }

  project               = local.project_id
  display_name          = each.value.title
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels

  dynamic "conditions" {
    for_each = local.objectives

    content {
      display_name = "${conditions.key}, over ${each.value.window}"

      condition_threshold {
        filter          = "select_slo_burn_rate(\"${conditions.value}\", \"${each.value.window}\")"
        comparison      = "COMPARISON_GT"
        threshold_value = each.value.rate
        duration        = each.value.lasting
      }
    }
  }

  documentation {
    content = "Which requests fail, and since which deployment? The dashboard's first row shows both. A rollback is `terraform apply` of the commit before.\n\n${local.what_to_do[each.key]}"
  }
}
