"""The International Traffic in Arms Regulations (22 CFR 120-130), as far as debarred parties: beside the
EAR.
"""
