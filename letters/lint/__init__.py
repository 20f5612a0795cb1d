"""The letter lint: what must not be signed (E), and what is signed only with a reason on record (W).

`run.lint` looks at a letter as data before it is approved, `run.lint_text` at its rendered text against the record.
Both are pure: what the record knows comes in as `facts.CaseFacts`.
"""

from letters.lint.facts import CaseFacts
from letters.lint.finding import Finding, Severity
from letters.lint.run import blocking, lint, lint_text
from letters.lint.table import RULES

__all__ = ["RULES", "CaseFacts", "Finding", "Severity", "blocking", "lint", "lint_text"]
