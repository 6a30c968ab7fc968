output "name" {
  description = "The function's name, and that of the Cloud Run service underneath."
  value       = var.name
}

output "timeout_seconds" {
  description = "How long one request may take."
  value       = var.limits.timeout_seconds
}

# Does not wait for the function: others may name it, and it may name itself.
output "url" {
  description = "The function's address, and the audience of the tokens it accepts."
  value       = local.url
}
