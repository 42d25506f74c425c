"""One trade or party in, one explained outcome out."""
