"""Mention -> value: dates to EDTF, places to GeoNames, organizations to their nominative, words to numbers."""
