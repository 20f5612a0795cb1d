"""The command line `disclosure`: thin over the actions, plain when not at a terminal, in Chinese or English."""

from workflow.cli.main import main

__all__ = ["main"]
