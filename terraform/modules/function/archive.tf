# One zip per function, from an allow-list: main.py at the root and `shared` beside it, so imports
# work as they do here, a change redeploys only whom it concerns, and nothing else slips in.
locals {
  folder = replace(var.name, "-", "_")
  own    = "${var.platform.sources}/functions/${local.folder}"

  files = merge(
    { for file in fileset(local.own, "**/*.{json,py,toml,txt}") : file => "${local.own}/${file}" },
    {
      for file in fileset(
        var.platform.sources,
        "shared/{adapters,composition,domain,edge,events,usecases}/**/*.{html,json,py,toml,txt,typ}",
      ) : file => "${var.platform.sources}/${file}"
    },
    { "shared/__init__.py" = "${var.platform.sources}/shared/__init__.py" },
  )
}

data "archive_file" "source" {
  type        = "zip"
  output_path = "${path.root}/.build/${var.name}.zip"

  dynamic "source" {
    for_each = local.files

    content {
      filename = source.key
      content  = file(source.value)
    }
  }
}

resource "google_storage_bucket_object" "source" {
  name   = "${var.name}-${data.archive_file.source.output_sha256}.zip"
  bucket = var.platform.source_bucket
  source = data.archive_file.source.output_path

  # Not on the data source: one with conditions is read late, and the plan would not know the hash.
  lifecycle {
    precondition {
      condition     = alltrue([for file in ["main.py", "requirements.txt"] : contains(keys(local.files), file)])
      error_message = "functions/${local.folder} needs main.py and requirements.txt."
    }
  }
}
