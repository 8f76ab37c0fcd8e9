"""The department: who has filed and who has not, all of it together, and what everybody may see of it."""
