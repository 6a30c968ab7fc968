# Run once, by a person who owns the project, with its state in a file of your own: it makes the
# bucket that every other state is kept in.
terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 8.7"
    }
  }
}

provider "google" {
  project        = var.project_id
  region         = var.region
  default_labels = { app = "kvitto" }
}
