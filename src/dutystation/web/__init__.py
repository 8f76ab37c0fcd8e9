"""The cases: people get the order, ask for exceptions and are heard. Django; it never measures.

It meets the engine in two places only: it reads the folder of a finished run (`dutystation.published`), and
it writes the decisions in force as a table that is delivered into the lake like any other file.
"""
