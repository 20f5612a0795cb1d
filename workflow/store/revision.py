"""The newest schema that this program knows; a test holds it against the migrations."""

HEAD = "0006"
