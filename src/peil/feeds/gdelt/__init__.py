"""Events of GDELT 2.0: a parser, its codes of countries and a synthetic fixture; no data."""
