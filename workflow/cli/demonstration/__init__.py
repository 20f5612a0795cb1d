"""The demonstration: a published year replayed, and twelve requests driven through every path of the state table."""
