"""Tables that come in and go out: CSV and XLSX files read, checked and written, whatever they hold."""
