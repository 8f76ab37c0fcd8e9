"""The Spark session of a run: the one that is there, or one of its own, under the usual configuration."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pyspark.sql import SparkSession

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.variable.substitute": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.legacy.parquet.nanosAsLong": "true",
}


def opened_session(scratch: Path) -> tuple[SparkSession, Callable[[], None]]:
    session = (SparkSession.builder.master("local[2]").config("spark.ui.enabled","false").config("spark.sql.shuffle.partitions","2")
 .config("spark.driver.memory","2g").config("spark.driver.extraJavaOptions",os.environ.get("JOPT","")).config("spark.ui.showConsoleProgress","false")
 .config("spark.driver.bindAddress","127.0.0.1").config("spark.driver.host","127.0.0.1")).getOrCreate().newSession()
    for k, v in SETTINGS.items():
        session.conf.set(k, v)
    for kv in os.environ.get('XCONF','').split():
        session.conf.set(*kv.split('='))
    return session, lambda: None
