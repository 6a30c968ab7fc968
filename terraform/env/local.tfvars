# What the local stack is planned with. Nothing is ever deployed from it.
alert_emails    = ["oncall@shop.example"]
environment     = "local"
project_id      = "kvitto-local"
project_number  = "100000000001"
quiet_hours_max = 12
region          = "europe-north1"
shop_url        = "https://shop.example"

# One laptop is one caller, and benchmarks are in a hurry.
checkout_limits = {
  per_caller_and_minute   = 6000
  per_instance_and_second = 200
}

# Mail in doubt is settled while somebody watches.
mail = {
  aws_region      = "eu-north-1"
  from            = "Nordljus Press <hello@nordljus.example>"
  per_second_max  = 50
  silence_seconds = 60
  topic_arns      = ["arn:aws:sns:eu-north-1:100000000001:ses-receipts"]
}
