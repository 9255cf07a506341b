"""What changed from one edition to the next, and how an edition is made."""
