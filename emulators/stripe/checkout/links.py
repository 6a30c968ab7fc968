"""Payment links: an address that opens a new session for whoever comes."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.checkout import link_shape
from emulators.stripe.checkout.checkout import Checkout
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

_CONTENT = "payment_link_content"


class Links:
    def __init__(self, account: Account, checkout: Checkout) -> None:
        self._account = account
        self._checkout = checkout

    def create(self, params: JsonObject) -> JsonObject:
        wishes = dict(params)
        items = wishes.pop("line_items")
        prices = [self._price(item, place) for place, item in enumerate(items)]
        currency = wishes.setdefault("currency", prices[0]["currency"])
        for place, price in enumerate(prices):
            if price["currency"] != currency:
                message = f"The price specified is not in the currency `{currency}`."
                raise errors.invalid(message, f"line_items[{place}][price]")
        key = self._account.ids.new("plink")
        link = {**link_shape.AT_REST, "id": key, "object": "payment_link", "currency": currency}
        link["url"] = self._address(key)
        is_plan = any(price["type"] == "recurring" for price in prices)
        if is_plan:
            link["customer_creation"] = "always"
        link = self._account.store.save({**link, **link_shape.given(self._account, link, wishes)})
        mode = "subscription" if is_plan else "payment"
        self._account.store.put(_CONTENT, key, {"items": items, "mode": mode})
        self._account.events.emit("payment_link.created", link)
        return link

    def update(self, link: JsonObject, params: JsonObject) -> JsonObject:
        changes = link_shape.given(self._account, link, params)
        after = self._account.store.save({**link, **changes})
        self._account.events.emit("payment_link.updated", after, link)
        return after

    def shown(self, link: JsonObject) -> JsonObject:
        """The link as it is now: sold so often, and where a restart may have moved it."""
        link = {**link, "url": self._address(link["id"])}
        if link["restrictions"] is None:
            return link
        limited = {**link["restrictions"]["completed_sessions"], "count": self._sold(link["id"])}
        return {**link, "restrictions": {"completed_sessions": limited}}

    def items(self, link_id: str) -> list[JsonObject]:
        """What the link sells, as line items."""
        kept = self._account.store.get(_CONTENT, link_id)
        return [self._item(link_id, place, row) for place, row in enumerate(kept["items"])]

    def visit(self, link: JsonObject) -> JsonObject | None:
        """A new session for a buyer; None if the link sells no more."""
        link = self.shown(link)
        limited = (link["restrictions"] or {}).get("completed_sessions")
        if not link["active"] or (limited and limited["count"] >= limited["limit"]):
            return None
        content = self._account.store.get(_CONTENT, link["id"])
        params = {
            **link_shape.session_params(link),
            "line_items": content["items"],
            "metadata": link["metadata"],
            "mode": content["mode"],
            "success_url": self._onward(link),
        }
        if content["mode"] == "payment":
            params["customer_creation"] = link["customer_creation"]
        session = self._checkout.create(params)
        return self._account.store.save({**session, "payment_link": link["id"]})

    def _onward(self, link: JsonObject) -> str:
        """To the shop, or to a page of thanks of our own."""
        redirect = link["after_completion"].get("redirect")
        thanks = f"{self._checkout.base_url}/c/pay/{{CHECKOUT_SESSION_ID}}"
        return str(redirect["url"]) if redirect else thanks

    def _address(self, link_id: str) -> str:
        return f"{self._checkout.base_url}/b/{link_id}"

    def _sold(self, link_id: str) -> int:
        rows = self._account.store.newest_first("checkout.session")
        mine = [row for row in rows if row["payment_link"] == link_id]
        return len([row for row in mine if row["status"] == "complete"])

    def _price(self, item: JsonObject, place: int) -> JsonObject:
        at = f"line_items[{place}][price]"
        price = self._account.store.find("price", item["price"])
        if price is None:
            raise errors.no_such("price", item["price"], at, 400)
        if not price["active"]:
            message = "The price specified is inactive. This field only accepts active prices."
            raise errors.invalid(message, at)
        return price

    def _item(self, link_id: str, place: int, row: JsonObject) -> JsonObject:
        price = self._account.store.get("price", row["price"])
        product = self._account.store.get("product", price["product"])
        amount = (price["unit_amount"] or 0) * row["quantity"]
        return {
            "id": f"li_{link_id.removeprefix('plink_')}{place}",
            "object": "item",
            "adjustable_quantity": None,
            "amount_discount": 0,
            "amount_subtotal": amount,
            "amount_tax": 0,
            "amount_total": amount,
            "currency": price["currency"],
            "description": product["name"],
            "metadata": {},
            "price": price,
            "quantity": row["quantity"],
        }
