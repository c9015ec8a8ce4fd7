"""Views: load, check the rule, bind the form, call one action, answer."""
