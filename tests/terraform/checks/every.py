"""Every check, by its name. Each takes a plan and the code, and yields what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.terraform.checks import data, functions, grants, watching, wiring
from tests.terraform.code import Code
from tests.terraform.plan import Plan

Check = Callable[[Plan, Code], Iterator[str]]

_ALL: tuple[Check, ...] = (
    functions.every_folder_is_deployed,
    functions.entry_points_exist,
    functions.settings_are_set,
    functions.secrets_are_pinned,
    functions.threads_match_concurrency,
    functions.only_what_is_meant_to_be_is_public,
    functions.private_functions_take_internal_calls_only,
    functions.each_function_is_itself,
    functions.archives_carry_their_hash,
    functions.runtimes_are_supported,
    wiring.audiences_are_addresses,
    wiring.paths_are_served,
    wiring.callers_are_expected,
    wiring.deadlines_exceed_timeouts,
    wiring.every_push_route_is_fed,
    wiring.every_topic_is_read,
    wiring.idle_subscriptions_stay,
    wiring.poison_is_given_up_on,
    wiring.settings_name_what_exists,
    wiring.stripe_sends_what_the_code_reads,
    grants.topics_are_published_to_by_those_who_must,
    grants.queues_are_filled_by_those_who_must,
    grants.buckets_are_used_by_those_who_must,
    grants.secrets_are_read_by_those_who_must,
    grants.tasks_carry_a_token_their_maker_may_use,
    grants.databases_are_opened_to_those_who_must,
    grants.callers_may_call,
    grants.operators_act_as_the_backoffice,
    grants.giving_up_is_granted,
    grants.project_roles_are_few,
    grants.nothing_but_functions_is_public,
    data.queries_have_their_index,
    data.growing_timestamps_have_no_index,
    data.configured_fields_exist,
    data.nothing_is_forgotten_too_soon,
    data.the_database_can_be_restored,
    data.buckets_are_private,
    data.issued_invoices_stay,
    data.secrets_are_nowhere,
    data.images_do_not_pile_up,
    watching.counted_messages_are_logged,
    watching.metrics_exist,
    watching.what_matters_is_watched,
    watching.alerts_lead_to_their_section,
    watching.alerts_reach_somebody,
)
CHECKS: dict[str, Check] = {check.__name__: check for check in _ALL}
