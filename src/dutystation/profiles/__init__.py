"""What an export of another system holds, and how its rows become rows of the contract, as expressions.

Ibis tables in, Ibis tables out; nothing executes here and no export is opened.
"""
