"""Carries out a return-to-duty-station order truthfully: measures, decides, reports, makes room."""

__version__ = "0.1.0"
