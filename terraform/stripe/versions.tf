# The webhook endpoint at Stripe, for those who would rather not make it by hand. A root of its own:
# whoever does not want it needs neither Stripe's provider nor a key, and the signing secret that the
# provider keeps in its state is not in the state of everything else.
terraform {
  required_version = ">= 1.11"

  required_providers {
    stripe = {
      source  = "stripe/stripe"
      version = "~> 0.3.0"
    }
  }

  # Which bucket: `terraform init -backend-config=bucket=…`. Whoever may read it holds the secret.
  backend "gcs" {
    prefix = "kvitto-stripe"
  }
}

# The key comes from STRIPE_API_KEY: it is in no file and no state.
provider "stripe" {}
