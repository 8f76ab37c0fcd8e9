"""Pages of figures with charts: of the department, a component, a unit, a building, and of the data."""
