# Who acts as an operator, and how.

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

run "by_default_nobody_is_an_operator" {
  command = plan

  assert {
    condition     = length(google_service_account_iam_member.operators_act_as) == 0
    error_message = "nobody gives money back unless somebody says who may"
  }
}

run "operators_act_as_one_identity_and_hold_no_key_of_it" {
  command = plan

  variables {
    operators = ["user:ada@shop.example", "group:backoffice@shop.example"]
  }

  assert {
    condition     = toset([for grant in google_service_account_iam_member.operators_act_as : grant.member]) == toset(var.operators)
    error_message = "all of them, and nobody else"
  }

  assert {
    condition     = alltrue([for grant in google_service_account_iam_member.operators_act_as : grant.role == "roles/iam.serviceAccountOpenIdTokenCreator" && grant.service_account_id == google_service_account.backoffice_operator.name])
    error_message = "tokens to call with, of this identity, and no keys"
  }
}

run "an_operator_who_is_named_twice_is_one" {
  command = plan

  variables {
    operators = ["user:ada@shop.example", "user:ada@shop.example"]
  }

  assert {
    condition     = length(google_service_account_iam_member.operators_act_as) == 1
    error_message = "a list in a file grows, and repeats itself"
  }
}

run "everybody_is_no_operator" {
  command = plan

  variables {
    operators = ["allAuthenticatedUsers"]
  }

  expect_failures = [var.operators]
}
