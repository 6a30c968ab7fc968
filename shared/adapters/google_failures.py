"""Errors of Google's clients after which nobody knows whether the call was applied."""

from google.api_core import exceptions

UNCLEAR = (
    exceptions.Cancelled,
    exceptions.RetryError,
    exceptions.ServerError,
    exceptions.TooManyRequests,
)
