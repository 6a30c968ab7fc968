# Values that are refused, and by whom.

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

run "a_wrong_project_number_is_found_in_the_plan" {
  command = plan

  variables {
    project_number = "999999999999"
  }

  expect_failures = [data.google_project.this]
}

run "nonsense_is_refused" {
  command = plan

  variables {
    alert_emails       = ["nobody"]
    allowed_origins    = ["shop.example"]
    backup_days        = { daily = 400 }
    budget             = { billing_account = "mine", units = 1 }
    domain             = "https://pay.shop.example"
    environment        = "Production!"
    firestore_database = "C"
    forget_after_days  = { inbox = 7 }
    handbook_url       = "docs/operations.md#alerts"
    instances          = { checkout = { min = 5, max = 1 } }
    invoice_retention  = { days = 0 }
    kms_key_name       = "kvitto"
    project_id         = "Kvitto"
    project_number     = "kvitto"
    public_access      = "everybody"
    quiet_hours_max    = 48
    secret_generations = { stripe-api-key = [] }
    shop_url           = "http://shop.example/"
    operators          = ["ada@shop.example"]
    mail               = { aws_region = "eu-north-1", from = "a@b.example", topic_arns = [] }
    objectives         = { availability = 1 }
  }

  expect_failures = [
    var.alert_emails,
    var.allowed_origins,
    var.backup_days,
    var.budget,
    var.domain,
    var.environment,
    var.firestore_database,
    var.forget_after_days,
    var.handbook_url,
    var.instances,
    var.invoice_retention,
    var.kms_key_name,
    var.mail,
    var.objectives,
    var.operators,
    var.project_id,
    var.project_number,
    var.public_access,
    var.quiet_hours_max,
    var.secret_generations,
    var.shop_url,
  ]
}
