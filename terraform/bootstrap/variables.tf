variable "project_id" {
  description = "The Google Cloud project of one deployment."
  type        = string
}

variable "region" {
  description = "Where the state is kept."
  type        = string
  default     = "europe-north1"
}

variable "repository" {
  description = "The repository on GitHub whose workflows may deploy, by numbers: names can be registered again by somebody else. `gh api repos/OWNER/NAME --jq '.owner.id, .id'`"
  type = object({
    branch   = optional(string, "main")
    id       = string
    owner_id = string
  })

  validation {
    condition     = alltrue([for number in [var.repository.id, var.repository.owner_id] : can(regex("^[0-9]+$", number))])
    error_message = "The numeric ids, not the names."
  }
}
