"""What a firm's people have passed, and until when it counts; rooms above write it here and read it here."""
