"""spaCy Doc -> mentions: spans with value, rule and score."""
