"""The site's commands: arguments, one call, one closing sentence."""
