# One function by itself.

variables {
  description = "A function to test with"
  name        = "checkout"
  settings    = { SHOP = "shop" }

  platform = {
    build_service_account = "projects/kvitto-local/serviceAccounts/builder@kvitto-local.iam.gserviceaccount.com"
    deployer              = null
    docker_repository     = "projects/kvitto-local/locations/europe-north1/repositories/functions"
    instances             = { checkout = { min = 2, max = 5 } }
    kms_key_name          = null
    project_id            = "kvitto-local"
    project_number        = "100000000001"
    public_access         = "all_users"
    public_ingress        = "ALLOW_INTERNAL_AND_GCLB"
    region                = "europe-north1"
    runtime               = "python313"
    source_bucket         = "kvitto-local-source"
    sources               = ".."
  }
}

run "a_private_function_is_called_from_inside" {
  command = plan

  module {
    source = "./modules/function"
  }

  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY" && length(google_cloud_run_v2_service_iam_member.public) == 0
    error_message = "private is the default"
  }

  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].min_instance_count == 2 && google_cloudfunctions2_function.this.service_config[0].max_instance_count == 5
    error_message = "instances are set by the function's name"
  }

  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].environment_variables["THREADS"] == "8"
    error_message = "as many threads as requests are let in"
  }

  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].uri == output.url
    error_message = "the address is known before there is a function"
  }

  assert {
    condition     = length(google_project_iam_member.uses_database) + length(google_pubsub_topic_iam_member.publishes) + length(google_secret_manager_secret_iam_member.reads) == 0
    error_message = "it may do nothing that nobody asked for"
  }
}

run "a_public_function_is_called_by_anybody" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    asgi  = true
    reach = "public"
  }

  assert {
    condition     = google_cloud_run_v2_service_iam_member.public[0].member == "allUsers"
    error_message = "anybody is allUsers"
  }

  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].ingress_settings == "ALLOW_INTERNAL_AND_GCLB"
    error_message = "with a domain, by the load balancer only"
  }

  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].environment_variables["FUNCTION_USE_ASGI"] == "true"
    error_message = "the framework is told to serve it by ASGI"
  }
}

run "people_call_from_where_they_are_and_nobody_else_may" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    reach   = "callers"
    callers = { operator = "serviceAccount:backoffice-operator@kvitto-local.iam.gserviceaccount.com" }
  }

  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].ingress_settings == "ALLOW_ALL" && length(google_cloud_run_v2_service_iam_member.public) == 0
    error_message = "from anywhere, and with a token only"
  }

  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].environment_variables["AUDIENCE"] == output.url
    error_message = "whoever is called with a token knows whom it is for"
  }
}

run "where_all_users_are_forbidden_nobody_is_let_in" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    reach    = "public"
    platform = merge(var.platform, { public_access = "none" })
  }

  assert {
    condition     = length(google_cloud_run_v2_service_iam_member.public) == 0
    error_message = "the organisation forbids allUsers"
  }
}

run "a_folder_without_code_is_found_in_the_plan" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name = "no-such-function"
  }

  expect_failures = [google_storage_bucket_object.source]
}

run "a_reach_that_nobody_knows_is_refused" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    reach = "private"
  }

  expect_failures = [var.reach]
}

run "names_that_do_not_fit_are_refused" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    name = "Check_Out"
  }

  expect_failures = [var.name]
}
