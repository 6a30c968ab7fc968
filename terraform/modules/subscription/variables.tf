variable "ack_deadline_seconds" {
  description = "How long one push may take. Longer than the function's own timeout, or a slow success is pushed again."
  type        = number
  default     = 90

  validation {
    condition     = var.ack_deadline_seconds >= 10 && var.ack_deadline_seconds <= 600
    error_message = "Pub/Sub waits 10 to 600 seconds for a push."
  }
}

variable "dead_letter" {
  description = "After how many attempts a message goes to the dead-letter topic; null never gives up."
  type        = object({ max_delivery_attempts = optional(number, 20) })
  default     = {}

  validation {
    condition     = var.dead_letter == null || try(var.dead_letter.max_delivery_attempts >= 5 && var.dead_letter.max_delivery_attempts <= 100, false)
    error_message = "Pub/Sub counts 5 to 100 attempts."
  }
}

variable "delivery" {
  description = "What every subscription shares: the dead-letter topic, the identity that pushes, the Pub/Sub service agent."
  type = object({
    dead_letter_topic = string
    invoker           = string
    project_id        = string
    pubsub_agent      = string
  })
}

variable "filter" {
  description = "Which messages are delivered, by their attributes; empty for all. Cannot be changed without losing the backlog."
  type        = string
  default     = ""
}

variable "function" {
  description = "The function that is pushed to. The address is also the audience of the token."
  type = object({
    timeout_seconds = number
    url             = string
  })

  validation {
    condition     = var.ack_deadline_seconds > var.function.timeout_seconds
    error_message = "ack_deadline_seconds must exceed the function's timeout_seconds."
  }
}

variable "name" {
  description = "The subscription's name: that of the function it feeds."
  type        = string
}

variable "path" {
  description = "The path at the function that takes the messages."
  type        = string

  validation {
    condition     = startswith(var.path, "/push/")
    error_message = "Functions take messages at /push/… only."
  }
}

variable "retry" {
  description = "How long Pub/Sub waits between attempts, in seconds."
  type = object({
    maximum_backoff_seconds = optional(number, 600)
    minimum_backoff_seconds = optional(number, 1)
  })
  default  = {}
  nullable = false
}

variable "topic" {
  description = "The id of the topic: projects/…/topics/…."
  type        = string
}
