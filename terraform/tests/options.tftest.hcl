# What each option changes. Run offline by tests/terraform; `terraform test` runs it, too.

variables {
  environment    = "test"
  project_id     = "kvitto-local"
  project_number = "100000000001"
  shop_url       = "https://shop.example"

  mail = {
    aws_region = "eu-north-1"
    from       = "Shop <receipts@shop.example>"
    topic_arns = ["arn:aws:sns:eu-north-1:100000000001:ses-receipts"]
  }
}

run "by_default_it_costs_nothing_to_be_idle" {
  command = plan

  assert {
    condition     = length(google_monitoring_alert_policy.log) + length(google_monitoring_alert_policy.burn) + length(google_monitoring_alert_policy.outbox_age) == 0
    error_message = "alert policies cost money, and there is nobody to tell"
  }

  assert {
    condition     = length(module.domain) == 0 && length(google_kms_crypto_key_iam_member.agent) == 0
    error_message = "a load balancer and a key cost money, and nobody asked for them"
  }
}

run "by_default_nothing_is_lost" {
  command = plan

  assert {
    condition     = google_firestore_database.commerce.delete_protection_state == "DELETE_PROTECTION_ENABLED" && google_storage_bucket.invoices.deletion_policy == "PREVENT"
    error_message = "what cannot be got back is protected unless somebody says otherwise"
  }
}

run "a_development_environment_can_be_torn_down" {
  command = plan

  variables {
    deletion_protection = false
  }

  assert {
    condition     = google_firestore_database.commerce.deletion_policy == "DELETE" && google_bigquery_table.events.deletion_protection == false
    error_message = "nothing stands in the way of terraform destroy"
  }
}

run "data_stays_in_the_region" {
  command = plan

  variables {
    region = "europe-west4"
  }

  assert {
    condition     = alltrue([for location in [google_firestore_database.commerce.location_id, google_storage_bucket.invoices.location, google_bigquery_dataset.commerce.location] : lower(location) == "europe-west4"])
    error_message = "what rests, rests in the region"
  }

  assert {
    condition     = one(google_pubsub_topic.provider_events.message_storage_policy[0].allowed_persistence_regions) == "europe-west4"
    error_message = "messages, too"
  }
}

run "data_may_rest_in_a_larger_area" {
  command = plan

  variables {
    data_location = { bigquery = "EU", firestore = "eur3", storage = "EU" }
  }

  assert {
    condition     = google_firestore_database.commerce.location_id == "eur3" && google_storage_bucket.invoices.location == "EU"
    error_message = "each service has names of its own for the area"
  }
}

run "people_who_can_be_told_are_told" {
  command = plan

  variables {
    alert_emails    = ["a@shop.example", "b@shop.example"]
    quiet_hours_max = 12
  }

  assert {
    condition     = alltrue([for policy in google_monitoring_alert_policy.log : length(policy.notification_channels) == 2])
    error_message = "each policy tells everybody"
  }

  assert {
    condition     = google_monitoring_alert_policy.no_orders[0].conditions[0].condition_threshold[0].aggregations[0].alignment_period == "43200s"
    error_message = "twelve quiet hours are too many"
  }

  assert {
    condition     = length(google_monitoring_alert_policy.burn["fast"].conditions) == 4
    error_message = "two objectives for each of the public functions"
  }
}

run "a_domain_is_where_everything_is" {
  command = plan

  variables {
    domain = "pay.shop.example"
  }

  assert {
    condition     = output.api_url == "https://pay.shop.example" && output.stripe_webhook.url == "https://pay.shop.example/webhooks/stripe"
    error_message = "buyers and providers come by the domain"
  }

  assert {
    condition     = contains(keys(google_project_service.this), "compute.googleapis.com")
    error_message = "a load balancer needs its service"
  }
}

run "a_key_of_your_own_covers_all_that_rests" {
  command = plan

  variables {
    kms_key_name = "projects/keys/locations/europe-north1/keyRings/kvitto/cryptoKeys/kvitto"
  }

  assert {
    condition = alltrue([for key in [
      google_artifact_registry_repository.functions.kms_key_name,
      google_bigquery_dataset.commerce.default_encryption_configuration[0].kms_key_name,
      google_firestore_database.commerce.cmek_config[0].kms_key_name,
      google_pubsub_topic.commerce_events.kms_key_name,
      google_pubsub_topic.dead_letters.kms_key_name,
      google_pubsub_topic.provider_events.kms_key_name,
      google_secret_manager_secret.this["stripe-api-key"].replication[0].user_managed[0].replicas[0].customer_managed_encryption[0].kms_key_name,
      google_storage_bucket.invoices.encryption[0].default_kms_key_name,
      google_storage_bucket.provider_events.encryption[0].default_kms_key_name,
      google_storage_bucket.source.encryption[0].default_kms_key_name,
    ] : key == var.kms_key_name])
    error_message = "everything that rests is under the key"
  }

  assert {
    condition     = length(google_kms_crypto_key_iam_member.agent) == 8
    error_message = "each service's agent may use the key"
  }
}

run "invoices_may_be_kept_by_law" {
  command = plan

  variables {
    invoice_retention = { days = 3660, locked = true }
  }

  assert {
    condition     = google_storage_bucket.invoices.retention_policy[0].retention_period == "316224000" && google_storage_bucket.invoices.retention_policy[0].is_locked
    error_message = "ten years in seconds, and nobody can shorten them"
  }
}

run "a_secret_has_two_versions_while_it_is_replaced" {
  command = plan

  variables {
    secret_generations = { stripe-api-key = ["1", "2"] }
  }

  assert {
    condition     = contains(keys(google_secret_manager_secret_version.this), "stripe-api-key/1") && contains(keys(google_secret_manager_secret_version.this), "stripe-api-key/2")
    error_message = "the old version is there for the instances that read it"
  }

  assert {
    condition     = local.secrets["stripe-api-key"].version == "2" && local.secrets["order-token-keys"].version == "1"
    error_message = "new instances read the new version of this secret, and of no other"
  }
}

run "a_deployer_may_act_as_what_it_deploys" {
  command = plan

  variables {
    deployer = "deployer@kvitto-local.iam.gserviceaccount.com"
  }

  assert {
    condition     = length(google_service_account_iam_member.deployer_acts_as) == 3
    error_message = "the builder and the two identities that subscriptions and schedules carry"
  }
}

run "a_budget_is_watched" {
  command = plan

  variables {
    budget = { billing_account = "012345-6789AB-CDEF01", units = 200 }
  }

  assert {
    condition     = google_billing_budget.this["monthly"].amount[0].specified_amount[0].units == "200"
    error_message = "the budget is what was asked for"
  }
}
