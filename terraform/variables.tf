# What makes a deployment yours. What can stay as it is: options.tf.

variable "alert_emails" {
  description = "Who is told when something is wrong. With nobody there are no alert policies, which cost money by the condition."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for email in var.alert_emails : can(regex("^[^@ ]+@[^@ ]+$", email))])
    error_message = "Each must be an e-mail address."
  }
}

variable "allowed_origins" {
  description = "Web origins besides the shop's own that may call the checkout from a browser."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for origin in var.allowed_origins : can(regex("^https://[^/]+$", origin))])
    error_message = "An origin is https:// and a host, without a path."
  }
}

variable "checkout_limits" {
  description = "How many checkouts one caller may open in a minute, and all callers of one instance in a second."
  type = object({
    per_caller_and_minute   = optional(number, 30)
    per_instance_and_second = optional(number, 20)
  })
  default  = {}
  nullable = false
}

variable "environment" {
  description = "Which of your deployments this is; a label on everything, and the name of the dashboard."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,19}$", var.environment))
    error_message = "At most 20 lower case letters, digits and hyphens."
  }
}

variable "mail" {
  description = "Amazon SES: its region, the sender, the configuration set, the SNS topics that carry its events, what the account may send in a second, and after how long without an event a mail in doubt is sent again."
  type = object({
    aws_region        = string
    configuration_set = optional(string, "receipts")
    from              = string
    per_second_max    = optional(number, 14)
    silence_seconds   = optional(number, 900)
    topic_arns        = list(string)
  })

  validation {
    condition     = length(var.mail.topic_arns) > 0 && alltrue([for arn in var.mail.topic_arns : startswith(arn, "arn:aws:sns:${var.mail.aws_region}:")])
    error_message = "At least one topic of SNS, in aws_region: without its events no mail in doubt is ever settled."
  }
}

variable "project_id" {
  description = "The Google Cloud project. Everything goes into it; give Kvitto one of its own."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "The project's id, not its name or number."
  }
}

variable "project_number" {
  description = "The project's number: functions' addresses and Google's agents carry it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{6,14}$", var.project_number))
    error_message = "Digits only: `gcloud projects describe PROJECT --format='value(projectNumber)'`."
  }
}

variable "region" {
  description = "Where everything runs, and data rests unless data_location says otherwise."
  type        = string
  default     = "europe-north1"
}

variable "secret_generations" {
  description = "Which generations of a secret exist, oldest first; functions read the last. Two while one is being replaced."
  type        = map(list(string))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for generations in values(var.secret_generations) : length(generations) >= 1 && length(generations) <= 2])
    error_message = "One generation, or two during a rotation."
  }

  validation {
    condition     = alltrue([for name in keys(var.secret_generations) : contains(["order-token-keys", "ses-access-key-id", "ses-secret-access-key", "stripe-api-key", "stripe-webhook-secrets"], name)])
    error_message = "No secret has that name: see secrets.tf."
  }
}

variable "secret_values" {
  description = "The values of new generations of secrets, by the secret's name. In no state, plan or log; needed only when a generation is new."
  type        = map(string)
  default     = {}
  ephemeral   = true
  nullable    = false

  validation {
    condition     = alltrue([for value in values(var.secret_values) : length(value) > 0 && trimspace(value) == value])
    error_message = "A value is empty, or has white space around it."
  }
}

variable "shop_url" {
  description = "Where the shop is, without a slash at the end: buyers return to it, and only its pages may call the checkout."
  type        = string

  validation {
    condition     = can(regex("^https://[^/]+$", var.shop_url))
    error_message = "https:// and a host, without a path."
  }
}

variable "stripe_livemode" {
  description = "Whether real money moves: events of the other mode are refused."
  type        = bool
  default     = false
}
