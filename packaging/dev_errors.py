"""What can go wrong while CNN Studio is set up."""


class SetUpError(Exception):
    """The set-up cannot go on; the message says why and what to do."""
