"""Files that people send: kept under made-up names, told by their content, given back as downloads."""
