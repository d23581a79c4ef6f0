"""Why a change to the organisation is refused, as reasons that pages and commands put into words."""

from enum import StrEnum


class Reason(StrEnum):
    """What stands in the way of a change."""

    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    UNKNOWN_KIND = "unknown_kind"
    KIND_NOT_UNDER = "kind_not_under"
    KIND_NOT_ROOT = "kind_not_root"
    SECOND_ROOT = "second_root"
    SECOND_TOP = "second_top"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_PARENT = "unknown_parent"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_APPOINTMENT = "unknown_appointment"
    PARENT_NOT_IN_FORCE = "parent_not_in_force"
    UNIT_NOT_IN_FORCE = "unit_not_in_force"
    UNIT_BEGINS_LATER = "unit_begins_later"
    NEW_UNIT_BEGINS_LATER = "new_unit_begins_later"
    CYCLE = "cycle"
    ALREADY_THERE = "already_there"
    DUPLICATE_ID = "duplicate_id"
    WRONG_PERIOD = "wrong_period"
    OPEN_SUBUNITS = "open_subunits"
    OPEN_APPOINTMENTS = "open_appointments"
    UNKNOWN_ROLE = "unknown_role"
    ROLE_NOT_HERE = "role_not_here"
    TWO_MANAGERS = "two_managers"
    SAME_APPOINTMENT = "same_appointment"
    PERSON_CLOSED = "person_closed"
    ONESELF = "oneself"
    MOVING_TO_ONESELF = "moving_to_oneself"
    CLOSING_ONESELF = "closing_oneself"
    HAS_LEFT = "has_left"
    TOO_FEW_PARTS = "too_few_parts"
    UNKNOWN_LANGUAGE = "unknown_language"
    BAD_ADDRESS = "bad_address"
    UNIT_ENDS_BEFORE = "unit_ends_before"
    UNKNOWN_CHANGE = "unknown_change"
    CHANGED_SINCE = "changed_since"
    APPOINTED_SINCE = "appointed_since"
    UNIT_IN_USE = "unit_in_use"
    ADDRESS_TAKEN = "address_taken"
    ADDRESS_OF_OTHER = "address_of_other"
    ADDRESS_OF_SEVERAL = "address_of_several"
    ADDRESS_UNDER_OTHER_ID = "address_under_other_id"
    NUMBER_OF_OTHER = "number_of_other"
    NUMBER_OF_NOBODY = "number_of_nobody"


class Refused(Exception):
    """A change that cannot be made; `details` fill the places in the reason's wording."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason.value, details)
        self.reason = reason
        self.details = details
