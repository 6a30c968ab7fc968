// Integer minor units to text.

// Where Stripe counts in hundredths of what has no hundredths.
const STRIPE_DIGITS = { isk: 2, ugx: 2 };

export function money(minor, currency) {
  const style = { style: "currency", currency: currency.toUpperCase() };
  const digits =
    STRIPE_DIGITS[currency] ?? new Intl.NumberFormat("en", style).resolvedOptions().maximumFractionDigits;
  return new Intl.NumberFormat("en", {
    ...style,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(minor / 10 ** digits);
}
