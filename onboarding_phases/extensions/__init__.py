"""Due days moved after a look at what moves: by a right, or by a request that the vendor answers."""
