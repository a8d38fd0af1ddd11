"""The contact of a firm: the first of its people, invited by the vendor; the firm names all others itself."""
