"""cpo: a caseload for Immigration Enforcement Case Progression Officers."""

__version__ = "0.1.0"
