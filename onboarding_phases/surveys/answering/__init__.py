"""Where a customer answers a survey: the letter with the link, and the page behind it, without account."""
