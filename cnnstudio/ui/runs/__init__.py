"""The Runs page: every run that was kept, shown, compared and gone on with."""
