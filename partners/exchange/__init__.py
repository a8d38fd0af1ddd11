"""Partners and slots as tables that come in and go out."""
