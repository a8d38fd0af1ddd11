"""Problems passed to the role that owns them: one owner at a time, a clock in business hours, one thread."""
