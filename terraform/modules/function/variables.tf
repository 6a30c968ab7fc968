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

variable "description" {
  description = "What it does, in one sentence."
  type        = string
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

variable "reach" {
  description = "Who gets through: internal are calls from Google's services in the project, callers are those who may call, from anywhere, and public is anybody."
  type        = string
  default     = "internal"
  nullable    = false

  validation {
    condition     = contains(["callers", "internal", "public"], var.reach)
    error_message = "callers, internal or public."
  }
}

variable "rights" {
  description = "All that the function may do: act as identities in the tasks it makes, create and read objects in buckets, use a database, fill queues, publish to topics. What there are several of has a name for each."
  type = object({
    acts_as      = optional(map(string), {})
    creates_in   = optional(map(string), {})
    database     = optional(string)
    enqueues_to  = optional(map(string), {})
    publishes_to = optional(map(string), {})
    reads_from   = optional(map(string), {})
  })
  default  = {}
  nullable = false
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
