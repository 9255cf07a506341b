"""Weak copies: texts that may differ from what their newsroom published."""

# values of `sources.copy`; `unknown` is not among them, since nothing shows that such a copy is weak
WEAK_COPIES = ["portal", "reprint", "board", "machine_translation"]
