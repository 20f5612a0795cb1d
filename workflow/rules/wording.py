"""What the codes of the record are called where people read them; the English is the key of its translation."""

from collections.abc import Mapping
from types import MappingProxyType

_Words = Mapping[str, str]

ENTRIES: _Words = MappingProxyType(
    {
        "registered": "request registered",
        "imported": "brought in from a ledger",
        "reviewed": "taken up for handling",
        "correction_asked": "correction asked for",
        "corrected": "corrected request received",
        "extended": "reply period extended",
        "delayed": "later day set",
        "consulted": "consultation sent",
        "consultation_delivered": "consultation delivered",
        "consultation_answered": "consultation answered",
        "consultation_lapsed": "consultation ended by silence",
        "reasons_asked": "reasons asked for",
        "reasons_given": "reasons received",
        "charged": "fee notice sent",
        "fee_notice_delivered": "fee notice received by the applicant",
        "paid": "fee paid",
        "assigned": "case given to a person",
        "drafted": "answer drafted",
        "submitted": "draft handed to the secrecy review",
        "cleared": "secrecy review signed off",
        "sent_back": "draft sent back",
        "decided": "decision signed",
        "letter_issued": "letter issued",
        "reply_issued": "reply letter issued",
        "letter_approved": "letter approved",
        "letter_set_out": "PDF of the letter made",
        "dispatched": "letter sent",
        "letter_returned": "letter came back",
        "served": "letter served",
        "replied": "reply sent",
        "withdrawn": "request withdrawn",
        "lapsed": "request lapsed",
        "proceeding_filed": "proceeding accepted",
        "proceeding_answered": "written answer handed in",
        "proceeding_concluded": "proceeding concluded",
        "reopened": "case opened again",
        "reassessed": "looked at again what was withheld",
        "entry_corrected": "entry corrected",
        "recalculated": "counted again with another calendar",
        "attached": "file attached",
        "noted": "note for the file",
        "revealed": "identifiers looked at",
    }
)
"""Kind of entry -> what happened."""

_CODES: Mapping[str, _Words] = MappingProxyType(
    {
        "channel": {
            "in_person": "in person",
            "letter": "by letter",
            "fax": "by fax",
            "online": "online",
            "email": "by e-mail",
            "oral": "orally",
            "other": "another way",
        },
        "applicant_class": {
            "natural_person": "natural person",
            "commercial": "commercial enterprise",
            "research": "research institution",
            "public_welfare": "public welfare organisation",
            "legal_service": "legal service institution",
            "other_org": "other organisation",
        },
        "identifier": {
            "id_number": "Identity number",
            "phone": "Telephone",
            "address": "Address",
            "email": "E-mail",
        },
        "party": {
            "third_party": "third party",
            "co_producer": "joint producer of the record",
            "agency": "another agency",
        },
        "opinion": {"agree": "agrees", "partly": "agrees in part", "refuse": "refuses"},
        "effect": {
            "agree": "agrees",
            "partly": "agrees in part",
            "refuse": "refuses",
            "agency decides": "silent: the agency decides",
            "consent": "silent: taken as consent",
        },
        "conclusion": {"open": "may be disclosed", "redact": "disclosed in part", "withhold": "must be withheld"},
        "way": {
            "direct": "served in person",
            "entrusted": "served through another agency",
            "post": "by post",
            "online": "online",
            "email": "by e-mail",
        },
        "method": {"items": "by the number of requests", "pages": "by the number of pages"},
        "filing": {
            "review": "administrative reconsideration",
            "direct": "suit without reconsideration",
            "after": "suit after reconsideration",
        },
        "simplified": {"True": "simplified procedure"},
        "result": {"upheld": "upheld", "corrected": "set right", "other": "ended otherwise"},
        "finding": {"still_withheld": "still to be withheld", "disclosable": "may be disclosed now"},
    }
)
"""Field of an entry or a row -> code -> what it means."""


def word(field: str, code: str) -> str:
    """Return what the code of a field means, or the code where it has no word of its own."""
    return _CODES.get(field, {}).get(code, code)


def has_words(field: str) -> bool:
    """Tell whether a field holds codes."""
    return field in _CODES


def all_words() -> list[str]:
    """Return every phrase, for the catalogue of translations."""
    return [*ENTRIES.values(), *(phrase for words in _CODES.values() for phrase in words.values())]
