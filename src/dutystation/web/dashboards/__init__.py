"""Pages of figures with charts: for the department, a component, a unit, a building, and of the data itself."""
