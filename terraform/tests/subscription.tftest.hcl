# One push subscription by itself.

variables {
  name  = "payment-processor"
  path  = "/push/provider-events"
  topic = "projects/kvitto-local/topics/provider-events"

  delivery = {
    dead_letter_topic = "projects/kvitto-local/topics/dead-letters"
    invoker           = "push-invoker@kvitto-local.iam.gserviceaccount.com"
    project_id        = "kvitto-local"
    pubsub_agent      = "serviceAccount:service-100000000001@gcp-sa-pubsub.iam.gserviceaccount.com"
  }

  function = {
    timeout_seconds = 60
    url             = "https://payment-processor-100000000001.europe-north1.run.app"
  }
}

run "what_nobody_can_handle_is_given_up_on" {
  command = plan

  module {
    source = "./modules/subscription"
  }

  assert {
    condition     = google_pubsub_subscription.this.dead_letter_policy[0].max_delivery_attempts == 20 && google_pubsub_subscription_iam_member.pubsub_gives_up[0].role == "roles/pubsub.subscriber"
    error_message = "the policy, and the right to follow it"
  }
}

run "the_end_of_the_line_never_gives_up" {
  command = plan

  module {
    source = "./modules/subscription"
  }

  variables {
    dead_letter = null
  }

  assert {
    condition     = length(google_pubsub_subscription.this.dead_letter_policy) + length(google_pubsub_subscription_iam_member.pubsub_gives_up) == 0
    error_message = "dead letters have nowhere else to go"
  }
}

run "a_function_slower_than_its_deadline_is_refused" {
  command = plan

  module {
    source = "./modules/subscription"
  }

  variables {
    function = {
      timeout_seconds = 90
      url             = "https://payment-processor-100000000001.europe-north1.run.app"
    }
  }

  expect_failures = [var.function]
}

run "counts_that_pubsub_does_not_take_are_refused" {
  command = plan

  module {
    source = "./modules/subscription"
  }

  variables {
    ack_deadline_seconds = 900
    dead_letter          = { max_delivery_attempts = 3 }
    path                 = "/"
  }

  expect_failures = [var.ack_deadline_seconds, var.dead_letter, var.path]
}
