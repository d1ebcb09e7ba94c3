"""How well is ranked: judged questions and known items, asked of the engine and of plain rankings side by side."""
