"""Steering models in the product: copied, changed as forms, checked, tried, put into use on a date, compared.

The room lies below the accounts, so that the statement which finds a sign-in also tells which model is in force. What
features keep under keys of a model they register (`uses`), so that a change of model can say what no longer fits, and
carry it over.
"""
