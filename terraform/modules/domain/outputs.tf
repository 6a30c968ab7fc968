output "address" {
  description = "What the domain's A record must hold."
  value       = google_compute_global_address.this.address
}
