"""Days of rates in the form that the ECB gives them: an SDMX envelope with cubes in cubes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from emulators.ecb.table import rates_on

_FORM = """\
<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" \
xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<gesmes:Sender>
\t\t<gesmes:name>European Central Bank</gesmes:name>
\t</gesmes:Sender>
\t<Cube>
{days}
\t</Cube>
</gesmes:Envelope>"""


def document(days: Iterable[date]) -> str:
    return _FORM.format(days="\n".join(map(_day, days)))


def _day(day: date) -> str:
    rates = (
        f"\t\t\t<Cube currency='{currency}' rate='{rate}'/>" for currency, rate in rates_on(day)
    )
    return "\n".join([f"\t\t<Cube time='{day.isoformat()}'>", *rates, "\t\t</Cube>"])
