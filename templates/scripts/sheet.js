// The judge's sheet: running total, saving as one types, keys.
