variable "asgi" {
  description = "Whether the function is asynchronous and served by ASGI; else it is served by threads."
  type        = bool
  default     = false
}

variable "callers" {
  description = "Who may call the function besides the public: an IAM member by a name for it."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "creates_in" {
  description = "The buckets it adds objects to, by a name for each."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "database" {
  description = "The Firestore database it reads and writes; null for none."
  type        = string
  default     = null
}

variable "description" {
  description = "What it does, in one sentence."
  type        = string
}

variable "enqueues_to" {
  description = "The Cloud Tasks queues it fills, by a name for each."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "from_outside" {
  description = "Whether calls may come from outside the project's network, by those who may call."
  type        = bool
  default     = false
}

variable "limits" {
  description = "How big and how long: requests at once per instance, CPUs, memory, time per request."
  type = object({
    concurrency     = optional(number, 8)
    cpu             = optional(string, "1")
    memory          = optional(string, "512Mi")
    timeout_seconds = optional(number, 60)
  })
  default  = {}
  nullable = false
}

variable "name" {
  description = "The function's name; its folder and entry point are the same with underscores."
  type        = string

  # Name and project number share one DNS label of at most 63 characters; the name is also the
  # account id of its identity.
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.name))
    error_message = "6 to 30 lower case letters, digits and hyphens, beginning with a letter."
  }
}

variable "platform" {
  description = "What every function is given: project, region, builder, sources."
  type = object({
    build_service_account = string
    deployer              = string
    docker_repository     = string
    instances             = map(object({ max = number, min = number }))
    kms_key_name          = string
    project_id            = string
    project_number        = string
    public_access         = string
    public_ingress        = string
    region                = string
    runtime               = string
    source_bucket         = string
    sources               = string
  })
}

variable "public" {
  description = "Whether anybody may call it."
  type        = bool
  default     = false
}

variable "publishes_to" {
  description = "The Pub/Sub topics it publishes to, by a name for each."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "reads_from" {
  description = "The buckets it reads objects of, by a name for each."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "secrets" {
  description = "Environment variable → the secret's name and the version that is read."
  type = map(object({
    secret  = string
    version = string
  }))
  default  = {}
  nullable = false
}

variable "settings" {
  description = "Environment variables, besides those that every function has."
  type        = map(string)
}

variable "tasks_act_as" {
  description = "The identities that its tasks call functions as, by a name for each: full resource names."
  type        = map(string)
  default     = {}
  nullable    = false
}
