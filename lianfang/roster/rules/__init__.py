"""Reading imported tables: cells, rows folded into patients, patients into people's files. Pure."""
