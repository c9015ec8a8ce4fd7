"""The commands of the contract in DESIGN: thin doors to the rooms."""
