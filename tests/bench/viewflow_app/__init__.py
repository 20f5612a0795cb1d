"""The Django application of the peer; it is only ever installed in a process of that peer."""
