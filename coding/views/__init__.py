"""The browser's doors: load, ask the rule, bind the form, call one action, answer."""
