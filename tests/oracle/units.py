"""The department as a tree. Contract section 2 (component) and section 5 (which units have figures)."""

from __future__ import annotations

from tests.oracle.judging import Tables
from tests.oracle.rows import by_bytes


class Units:
    """The accepted units; `with_figures` are those for which every figure is given, in output order."""

    def __init__(self, tables: Tables) -> None:
        accepted = [row.values for row in tables["org_units"] if row.accepted]
        self.parent: dict[str, str] = {unit["org_unit"]: unit["parent"] for unit in accepted}
        self.root = next(unit for unit, parent in self.parent.items() if parent == "")
        children = [unit for unit, parent in self.parent.items() if parent == self.root]
        self.components = sorted(children, key=by_bytes)
        figures = {self.root, *self.components}
        for row in tables["roster"]:
            if row.accepted:
                figures.update(self.upwards(row.values["org_unit"]))
        self.with_figures = sorted(figures, key=by_bytes)

    def upwards(self, unit: str) -> list[str]:
        """The unit itself and everything above it, the root last."""
        path = [unit]
        while self.parent[path[-1]] != "":
            path.append(self.parent[path[-1]])
        return path

    def component(self, unit: str) -> str:
        """The ancestor directly below the root; the root for the root's own people."""
        path = self.upwards(unit)
        return path[-2] if len(path) > 1 else self.root
