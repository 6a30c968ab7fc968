// The currency switch, remembered from visit to visit.

const PLACE = "nordljus currency";

/** Returns a reader of the chosen currency; `onChange` hears of another. */
export function currencySwitch(currencies, preset, onChange) {
  const select = document.getElementById("currency");
  const names = new Intl.DisplayNames("en", { type: "currency" });
  for (const currency of currencies) {
    const code = currency.toUpperCase();
    select.append(new Option(`${code} · ${names.of(code)}`, currency));
  }
  const remembered = localStorage.getItem(PLACE);
  select.value = currencies.includes(remembered) ? remembered : preset;
  select.addEventListener("change", () => {
    localStorage.setItem(PLACE, select.value);
    onChange(select.value);
  });
  document.getElementById("currency-field").hidden = currencies.length < 2;
  return () => select.value;
}
