"""Import bans: the Uyghur Forced Labor Prevention Act and withhold-release orders: beside the EAR."""
