"""Samples of `letters.legacy`."""

from collections.abc import Mapping

from letters.parts import Document

SAMPLES: Mapping[str, Document] = {}
