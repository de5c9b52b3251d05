"""The numbers mode: small matrices typed by hand, every product of which can be followed."""
