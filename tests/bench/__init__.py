"""What the engine costs beside the limit and beside its peers, measured side by side: `python -m tests.bench`.

Rates of a shared machine swing, so no figure stands alone: everything compared runs in the same rounds, each round in
another order, and what counts is the median of the ratios taken round by round. Statement counts, commits and the
client's processor time hardly move and are the exact gates.
"""
