"""Facts in, bytes out. Knows neither models nor services."""
