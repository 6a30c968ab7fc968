"""The provider's schema: that it is the one `terraform/` asks for, and how it was read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.terraform.running import ROOT
from tests.terraform.schemas.extract import used_types
from tests.terraform.schemas.generated_code import GeneratedModule

SCHEMAS = Path(__file__).with_name("schemas")
VERSIONS = "".join(
    (ROOT / "terraform" / name).read_text(encoding="utf-8")
    for name in ("versions.tf", "stripe/versions.tf")
)
PROVIDERS = ["archive", "google", "stripe"]

CODE = """\
class PubsubTopic extends cdktn.TerraformResource {
    static tfResourceType = "google_pubsub_topic";
    // name - computed: false, optional: false, required: true
    get name() { return this.getStringAttribute('name'); }
    // effective_labels - computed: true, optional: false, required: false
    _effectiveLabels = new cdktn.StringMap(this, "effective_labels");
    // policy - computed: false, optional: true, required: false
    _policy = new PubsubTopicPolicyOutputReference(this, "policy");
    // =========
    synthesizeHclAttributes() {
        const attrs = {
            name: {
                value: cdktn.stringToHclTerraform(this._name),
                isBlock: false,
                type: "simple",
                storageClassType: "string",
            },
            policy: {
                value: pubsubTopicPolicyToHclTerraform(this._policy.internalValue),
                isBlock: true,
                type: "list",
                storageClassType: "PubsubTopicPolicyList",
            },
        };
    }
}
class PubsubTopicPolicyOutputReference extends cdktn.ComplexObject {
    // regions - computed: false, optional: false, required: true
    get regions() { return cdktn.Fn.tolist(this.getListAttribute('regions')); }
}
function pubsubTopicPolicyToHclTerraform(struct) {
    const attrs = {
        regions: {
            value: cdktn.listMapperHcl(cdktn.stringToHclTerraform, false)(struct.regions),
            isBlock: false,
            type: "set",
            storageClassType: "stringList",
        },
    };
}
"""


def _document(provider: str) -> dict[str, Any]:
    text = (SCHEMAS / f"{provider}.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _provider_of(type_name: str) -> str:
    return type_name.removeprefix("data.").partition("_")[0]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_schema_holds_what_is_used_and_nothing_else(provider: str) -> None:
    (schemas,) = _document(provider)["provider_schemas"].values()
    held = {
        *schemas["resource_schemas"],
        *(f"data.{name}" for name in schemas["data_source_schemas"]),
    }

    used = {
        name
        for name in used_types(ROOT / "terraform")
        if name.removeprefix("data.").startswith(f"{provider}_")
    }

    assert held == used, "see tests/terraform/schemas/README.md"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_schema_is_of_the_version_that_is_asked_for(provider: str) -> None:
    asked = re.search(rf'"\w+/{provider}"\n\s+version = "~> (\d+)\.(\d+)', VERSIONS)
    source = _document(provider)["x_source"]

    assert asked is not None
    major, minor = map(int, source["provider_version"].split(".")[:2])
    assert major == int(asked[1])
    assert minor >= int(asked[2])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_schema_says_where_it_is_from(provider: str) -> None:
    source = _document(provider)["x_source"]

    assert source["license"].startswith(("MPL-2.0", "MIT"))
    assert re.fullmatch(
        r"cdktn-provider-\w+ [\d.]+|github\.com/\S+ [0-9a-f]{40}, .+", source["package"]
    )


def test_names_types_and_blocks_are_read_from_generated_code() -> None:
    ((kind, name, block),) = GeneratedModule(CODE, "").roots()

    assert (kind, name) == ("TerraformResource", "google_pubsub_topic")
    assert block["attributes"] == {
        "effective_labels": {"type": ["map", "string"], "computed": True},
        "name": {"type": "string", "required": True},
    }
    policy = block["block_types"]["policy"]
    assert (policy["nesting_mode"], policy["max_items"]) == ("list", 1)
    assert policy["block"]["attributes"]["regions"]["type"] == ["set", "string"]
