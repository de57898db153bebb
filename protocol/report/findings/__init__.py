"""Rules: small pure functions from facts to a finding, to nothing, or to "not known". One file per subject."""
