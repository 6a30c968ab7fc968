"""The golden cases: every regime, in many languages, each with a valid XML of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from shared.domain.exchange import ExchangeRate
from shared.domain.invoice import Invoice
from shared.domain.payment_means import MeansCode, PaymentMeans
from shared.domain.supply import Supply
from tests.einvoice.sales import (
    EXEMPT,
    EXPORTED,
    NAMELESS_TO_TAX,
    OUTSIDE,
    REVERSED,
    SMALL,
    SUPPLIED_ON,
    SWEDISH,
    TEACHING,
    WITHIN,
    ZERO,
    business,
    buyer,
    credit_note,
    line,
    reversal,
    sale,
    sent_to,
    small,
    standard,
)

_DE19, _DE7 = standard("19", "DE"), standard("7", "DE")
_SE25 = standard("25", "SE")
_JANA = buyer("Jana Weiß", "DE", "Berlin", language="de")
_LYON = business("FR", "FR40303265045", language="fr")
_ATHENS = business("GR", "EL094259216", language="el")
_USA = buyer("Grace O'Hare", "US", "Portland", language="en-US")
_TWO_RATES = (line(_DE19, 79_90, 2), line(_DE7, 32_00, name="Bildband", sku="BUCH-7"))
_PAID_BY_CARD = PaymentMeans(MeansCode.CARD, "4242")

_TO_SEK = ExchangeRate(currency="sek", rate=Decimal("11.0345"), published_on=date(2026, 11, 20))
_TO_EUR = ExchangeRate(currency="eur", rate=Decimal("0.9123"), published_on=date(2026, 11, 20))

_INVOICE = sale(*_TWO_RATES, to=_JANA, means=_PAID_BY_CARD)
_PEPPOL_BUYER = business("FR", "FR40303265045", peppol_id="0002:303265045")
_PEPPOL = sale(line(REVERSED), seller=SWEDISH, to=_PEPPOL_BUYER)

DOMESTIC = {
    "one-rate-sv": sale(line(_SE25), seller=SWEDISH, to=buyer("Åsa Öberg", "SE", language="sv")),
    "two-rates-de": _INVOICE,
    "three-rates-fr": sale(
        line(standard("20", "FR")),
        line(standard("10", "FR"), 12_34),
        line(standard("5.5", "FR"), 9_99, 3),
        to=buyer("Noël Ça", "FR", language="fr"),
    ),
    "zero-and-standard-en": sale(
        line(ZERO), line(standard("23", "IE"), 10_01), to=buyer("Róisín", "IE", language="en")
    ),
    "exempt-nl": sale(line(EXEMPT), to=buyer("Jan de Vries", "NL", language="nl")),
    "exempt-by-two-articles": sale(line(EXEMPT), line(TEACHING), to=_JANA),
    "exempt-teaching": sale(line(TEACHING), to=_JANA),
    "exempt-and-standard-pl": sale(
        line(EXEMPT), line(_DE19, 1_01), to=buyer("Łucja Źdźbło", "PL", language="pl")
    ),
    "unequal-cents": sale(*(line(_DE19, 9_99, 3) for _ in range(7)), to=_JANA),
    "paid-by-transfer": sale(line(_DE19), to=_JANA, means=PaymentMeans(MeansCode.SEPA_TRANSFER)),
    "paid-by-debit": sale(line(_DE19), to=_JANA, means=PaymentMeans(MeansCode.SEPA_DEBIT)),
}

SMALL_ENTERPRISES = {
    f"small-enterprise-{country.lower()}": sale(
        line(SMALL[country]),
        seller=small(country, city),
        to=buyer(name, country, city, language=country.lower()),
    )
    for country, city, name in (
        ("DE", "Kiel", "Jörg Groß"),
        ("FR", "Lille", "Zoé Lefèvre"),
        ("IT", "Milano", "Niccolò Però"),
        ("SE", "Malmö", "Märta Sjö"),
    )
}

ACROSS_BORDERS = {
    "reverse-charge-fr": sale(line(REVERSED, 120_00), to=_LYON),
    "reverse-charge-el": sale(line(REVERSED, 120_00, 3), to=_ATHENS),
    "intra-community-fr": sale(line(WITHIN, 44_44, 5), to=_LYON, supply=sent_to(_LYON.address)),
    "intra-community-el": sale(line(WITHIN), to=_ATHENS, supply=sent_to(_ATHENS.address)),
    "export-us": sale(line(EXPORTED), to=_USA, supply=sent_to(_USA.address)),
    "export-ja": sale(line(EXPORTED), to=buyer("山田太郎", "JP", "東京都千代田区", language="ja")),
    "export-ar": sale(line(EXPORTED), to=buyer("ليلى حداد", "AE", "دبي", language="ar")),
    "export-th": sale(line(EXPORTED), to=buyer("สมชาย ใจดี", "TH", "กรุงเทพ", language="th")),
    "oss-it": sale(
        line(standard("22", "IT")), to=buyer("Luca Rossi", "IT", "Milano", language="it")
    ),
    "oss-fi": sale(line(standard("25.5", "FI"), 9_95, 3), to=buyer("Äijä", "FI", language="fi")),
    "oss-hu": sale(line(standard("27", "HU")), to=buyer("Őri Ödön", "HU", language="hu")),
    "out-of-scope-us": sale(line(OUTSIDE, 500_00), to=_USA),
    "out-of-scope-tax-number": sale(line(OUTSIDE), seller=NAMELESS_TO_TAX, to=_USA),
    "peppol-reverse-charge": _PEPPOL,
}

CORRECTIONS = {
    "credit-note-whole": credit_note(_INVOICE),
    "credit-note-partial": credit_note(_INVOICE, 33_33),
    "credit-note-of-one-line": credit_note(_INVOICE, 16_00, {1: 16_00}),
    "credit-note-reverse-charge": credit_note(sale(line(REVERSED, 120_00), to=_LYON), 50_00),
    "credit-note-peppol": credit_note(_PEPPOL),
    "credit-note-intra-community": credit_note(
        sale(line(WITHIN), to=_LYON, supply=sent_to(_LYON.address))
    ),
    "reversal": reversal(credit_note(_INVOICE, 33_33)),
    "reversal-reverse-charge": reversal(credit_note(sale(line(REVERSED), to=_LYON))),
}

CURRENCIES = {
    "yen": sale(
        line(EXPORTED, 12_345, 3, currency="jpy"), to=buyer("鈴木 花子", "JP", language="ja")
    ),
    "dinar": sale(line(EXPORTED, 12_340, currency="kwd"), to=buyer("سارة", "KW", language="ar")),
    "dollars-with-tax-in-euro": sale(line(_DE19, currency="usd"), to=_JANA, exchange=_TO_EUR),
    "euro-with-tax-in-kronor": sale(
        line(_SE25), seller=SWEDISH, to=buyer("Åsa", "SE"), exchange=_TO_SEK
    ),
    "credit-note-with-tax-in-euro": credit_note(
        sale(line(_DE19, currency="usd"), to=_JANA, exchange=_TO_EUR), 20_00
    ),
}

SHAPES = {
    "discount": sale(line(_DE19, 79_90, 2, off_minor=15_98), to=_JANA),
    "free-line": sale(line(_DE19), line(_DE19, 5_00, 2, off_minor=10_00), to=_JANA),
    "shipping": sale(line(_DE19), line(_DE19, 5_90, name="Versand", description=""), to=_JANA),
    "discount-and-shipping": sale(
        line(_DE19, 79_90, 3, off_minor=23_97),
        line(_DE7, 32_00, off_minor=3_20),
        line(_DE19, 4_90, name="Versand"),
        to=_JANA,
    ),
    "period": sale(
        line(_DE19, 12_00),
        to=_JANA,
        supply=Supply(on=SUPPLIED_ON, until=date(2026, 12, 19)),
    ),
    "notes": sale(line(_DE19), to=_JANA, notes=("Danke.", "Bis bald!")),
    "two-hundred-lines": sale(
        *(line(_DE19, 1_00 + n, 1 + n % 7, name=f"Print {n}") for n in range(200)), to=_JANA
    ),
    "long-names": sale(
        line(_DE19, name="Donaudampfschifffahrt " * 13, description="länger " * 60),
        to=buyer("Maximiliane " * 24, "DE", "Llanfairpwllgwyngyll" * 4),
    ),
    "special-characters": sale(
        line(
            _DE19,
            name="<b>&amp; ]]> \"x\" 'y' \x07\ufffe🎁",
            description="a\nb\tc\u202ed",
            sku="<&>",
        ),
        to=buyer("O'Neil & <Söhne> \u200f", "DE"),
        notes=("1 < 2 & 3 > 2",),
    ),
    "cyrillic-ru": sale(line(_DE19, name="Северное сияние"), to=buyer("Юлия", "DE", language="ru")),
    "hebrew-he": sale(line(EXPORTED, name="זוהר הקוטב"), to=buyer("נועה", "IL", language="he")),
    "hindi-hi": sale(line(EXPORTED), to=buyer("प्रिया शर्मा", "IN", "मुंबई", language="hi")),
    "chinese-zh": sale(line(EXPORTED), to=buyer("王小明", "CN", "北京", language="zh-Hans")),
    "korean-ko": sale(line(EXPORTED), to=buyer("김민수", "KR", "서울", language="ko")),
}

GOLDEN: dict[str, Invoice] = {
    **DOMESTIC,
    **SMALL_ENTERPRISES,
    **ACROSS_BORDERS,
    **CORRECTIONS,
    **CURRENCIES,
    **SHAPES,
}
