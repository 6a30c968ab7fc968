# What has a default that fits a small shop. Each is described in README.md.

variable "backup_days" {
  description = "How long Firestore's daily and weekly backups are kept, in days."
  type = object({
    daily  = optional(number, 7)
    weekly = optional(number, 56)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for days in values(var.backup_days) : days >= 1 && days <= 98])
    error_message = "Firestore keeps backups for 1 to 98 days."
  }
}

variable "budget" {
  description = "The monthly budget and the account it is set on; null for none. Alerts only, nothing is switched off."
  type = object({
    billing_account = string
    currency        = optional(string, "EUR")
    units           = number
  })
  default = null

  validation {
    condition     = var.budget == null || can(regex("^[0-9A-F]{6}(-[0-9A-F]{6}){2}$", var.budget.billing_account))
    error_message = "A billing account looks like 012345-6789AB-CDEF01."
  }
}

variable "data_location" {
  description = "Where data rests, if not in the region: each service has names of its own for larger areas, such as EU and eur3."
  type = object({
    bigquery  = optional(string)
    firestore = optional(string)
    storage   = optional(string)
  })
  default  = {}
  nullable = false
}

variable "deletion_protection" {
  description = "Whether what cannot be got back (database, invoices, events) is protected from `terraform destroy`."
  type        = bool
  default     = true
}

variable "deployer" {
  description = "The e-mail of the identity that CI deploys as, from bootstrap/; null where only people deploy."
  type        = string
  default     = null
}

variable "domain" {
  description = "A host name for the public functions, such as pay.shop.example, served by a load balancer with Cloud Armor (about 20 EUR a month); null for the functions' own addresses."
  type        = string
  default     = null

  validation {
    condition     = var.domain == null || can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", var.domain))
    error_message = "A host name in lower case, without https://."
  }
}

variable "firestore_database" {
  description = "The name of the Firestore database. Only one database of a project has a free quota: the first."
  type        = string
  default     = "commerce"

  validation {
    condition     = var.firestore_database == "(default)" || can(regex("^[a-z][a-z0-9-]{2,61}[a-z0-9]$", var.firestore_database))
    error_message = "4 to 63 lower case letters, digits and hyphens, or (default)."
  }
}

variable "forget_after_days" {
  description = "When documents that only serve repetition may go: callers' idempotency keys, and the provider events that were seen."
  type = object({
    checkout_keys = optional(number, 30)
    inbox         = optional(number, 365)
  })
  default  = {}
  nullable = false

  # Stripe resends an event for up to 30 days, and Pub/Sub replays up to 31.
  validation {
    condition     = var.forget_after_days.inbox >= 90 && var.forget_after_days.checkout_keys >= 2
    error_message = "Events must be remembered for 90 days, checkout keys for 2: they may still come again."
  }
}

variable "handbook_url" {
  description = "Where whoever is on call can read docs/operations.md: every alert links to its section there; null for the file's name."
  type        = string
  default     = null

  validation {
    condition     = var.handbook_url == null || can(regex("^https://[^#]+$", var.handbook_url))
    error_message = "https://, without an anchor."
  }
}

variable "instances" {
  description = "How many instances of a function wait (min: each costs about 10 EUR a month) and how many there may be (max), by its name."
  type = map(object({
    max = optional(number, 10)
    min = optional(number, 0)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for instances in values(var.instances) : instances.min >= 0 && instances.min <= instances.max])
    error_message = "min must not exceed max."
  }
}

variable "invoice_retention" {
  description = "How many days nobody can delete an issued document, and whether that is locked, which cannot be undone; null for no retention. Eleven years are ten from the end of any year."
  type = object({
    days   = number
    locked = optional(bool, false)
  })
  default = { days = 4018, locked = false }

  validation {
    condition     = var.invoice_retention == null || try(var.invoice_retention.days >= 1, false)
    error_message = "At least one day."
  }
}

variable "kms_key_name" {
  description = "Your own key for everything that rests (CMEK), in the same location; null for Google's keys."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_name == null || can(regex("^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$", var.kms_key_name))
    error_message = "projects/P/locations/L/keyRings/R/cryptoKeys/K."
  }
}

variable "message_replay_days" {
  description = "How far back a topic's messages can be replayed, in days; 0 for not at all."
  type        = number
  default     = 7

  validation {
    condition     = var.message_replay_days >= 0 && var.message_replay_days <= 31
    error_message = "Pub/Sub keeps messages for at most 31 days."
  }
}

variable "objectives" {
  description = "What buyers and providers may rely on: the share of requests without an error of ours, and the share that is answered in time."
  type = object({
    availability = optional(number, 0.999)
    latency      = optional(number, 0.95)
    latency_ms   = optional(number, 2000)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for goal in [var.objectives.availability, var.objectives.latency] : goal > 0 && goal < 1])
    error_message = "A goal is a share between 0 and 1, without either."
  }
}

variable "operators" {
  description = "Who may give money back and look into orders: user:ada@example.com, group:shop@example.com."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for member in var.operators : can(regex("^(user|group|serviceAccount):[^ ]+@[^ ]+$", member))])
    error_message = "Each is user:, group: or serviceAccount: with an e-mail address."
  }
}

variable "public_access" {
  description = "all_users lets the world call the two public functions. none is for organisations whose policy forbids that; see README.md."
  type        = string
  default     = "all_users"

  validation {
    condition     = contains(["all_users", "none"], var.public_access)
    error_message = "all_users or none."
  }
}

variable "quiet_hours_max" {
  description = "After how many hours without a paid order somebody is told; null where that is usual."
  type        = number
  default     = null

  validation {
    condition     = var.quiet_hours_max == null || try(var.quiet_hours_max >= 1 && var.quiet_hours_max <= 24, false)
    error_message = "1 to 24 hours."
  }
}

variable "raw_event_days" {
  description = "How long providers' events are kept as they came, personal data and all, in days."
  type        = number
  default     = 90
}

variable "requests_per_minute_max" {
  description = "What one address may ask for behind the domain before it is answered 429."
  type        = number
  default     = 300
}
