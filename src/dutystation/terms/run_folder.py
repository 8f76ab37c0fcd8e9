"""Where a workspace keeps the report of a run: `WORKSPACE/runs/RUN/report`."""

RUNS = "runs"
REPORT = "report"
