"""Our records as Firestore documents."""
