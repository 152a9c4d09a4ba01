"""The law as data: packs of rules and documents, and the engine that reads them. Pure, but for reading the packs."""
