variable "domain" {
  description = "The host name, such as pay.shop.example. Its A record must point to the address in the outputs."
  type        = string
}

variable "functions" {
  description = "The public functions behind it: one takes the webhooks, one the rest."
  type = object({
    checkout       = string
    webhook_intake = string
  })
}

variable "project_id" {
  description = "The project."
  type        = string
}

variable "region" {
  description = "Where the functions run."
  type        = string
}

variable "requests_per_minute_max" {
  description = "What one address may ask for before it is answered 429."
  type        = number
}
