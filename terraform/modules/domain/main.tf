# One host name in front of the public functions: a load balancer, a certificate, and Cloud Armor.

resource "google_compute_global_address" "this" {
  project = var.project_id
  name    = "kvitto"
}

resource "google_compute_security_policy" "this" {
  # checkov:skip=CKV_GCP_73:there is no Java behind it
  project     = var.project_id
  name        = "kvitto"
  description = "Slows down whoever asks too much; webhooks are let through, they are signed"

  rule {
    action   = "allow"
    priority = 1000

    match {
      expr {
        expression = "request.path.startsWith('/webhooks/')"
      }
    }
  }

  rule {
    action   = "throttle"
    priority = 2147483647

    match {
      versioned_expr = "SRC_IPS_V1"

      config {
        src_ip_ranges = ["*"]
      }
    }

    rate_limit_options {
      conform_action = "allow"
      exceed_action  = "deny(429)"
      enforce_on_key = "IP"

      rate_limit_threshold {
        count        = var.requests_per_minute_max
        interval_sec = 60
      }
    }
  }
}

resource "google_compute_region_network_endpoint_group" "function" {
  for_each = var.functions

  project               = var.project_id
  name                  = each.value
  region                = var.region
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = each.value
  }
}

resource "google_compute_backend_service" "function" {
  for_each = var.functions

  project               = var.project_id
  name                  = each.value
  load_balancing_scheme = "EXTERNAL_MANAGED"
  security_policy       = google_compute_security_policy.this.id

  backend {
    group = google_compute_region_network_endpoint_group.function[each.key].id
  }

  log_config {
    enable = true
  }
}

resource "google_compute_url_map" "this" {
  project         = var.project_id
  name            = "kvitto"
  default_service = google_compute_backend_service.function["checkout"].id

  host_rule {
    hosts        = [var.domain]
    path_matcher = "kvitto"
  }

  path_matcher {
    name            = "kvitto"
    default_service = google_compute_backend_service.function["checkout"].id

    path_rule {
      paths   = ["/webhooks/*"]
      service = google_compute_backend_service.function["webhook_intake"].id
    }
  }
}

resource "google_compute_managed_ssl_certificate" "this" {
  project = var.project_id
  name    = "kvitto"

  managed {
    domains = [var.domain]
  }
}

resource "google_compute_ssl_policy" "this" {
  project         = var.project_id
  name            = "kvitto"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "this" {
  project          = var.project_id
  name             = "kvitto"
  url_map          = google_compute_url_map.this.id
  ssl_certificates = [google_compute_managed_ssl_certificate.this.id]
  ssl_policy       = google_compute_ssl_policy.this.id
}

resource "google_compute_global_forwarding_rule" "this" {
  project               = var.project_id
  name                  = "kvitto"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.this.id
  port_range            = "443"
  target                = google_compute_target_https_proxy.this.id
}
