"""Procurement and equipment bans: section 889, the FCC Covered List, section 1260H: beside the EAR."""
