"""The record of a case: entries that are only ever added, and what they make of the case.

`case` is the case as the entries leave it, `entry` the envelope and its digest, `intake`, `handling`, `deciding`,
`closing` and `aftermath` are the bodies of the entries by subject, `replay` folds a whole record.
"""
