// Where one can go: the navigation, the palette and the keys all read this list.

export const PLACES = [
  { group: "", key: "a", path: "", title: "Activity", count: () => null },
  { group: "Messaging", key: "t", path: "topics", title: "Topics", count: (all) => all.counts.backlog },
  { group: "Messaging", key: "q", path: "tasks", title: "Tasks", count: (all) => all.counts.tasks },
  { group: "Messaging", key: "s", path: "schedules", title: "Schedules", count: (all) => all.schedules },
  { group: "Messaging", key: "x", path: "dead-letters", title: "Dead letters", count: (all) => all.counts.dead_letters, isBad: true },
  { group: "Data", key: "d", path: "documents", title: "Documents", count: (all) => all.counts.documents },
  { group: "Data", key: "o", path: "objects", title: "Objects", count: (all) => all.counts.objects },
  { group: "Data", key: "m", path: "mails", title: "Mails", count: (all) => all.counts.mails },
  { group: "Stripe", key: "p", path: "stripe", title: "Stripe objects", count: (all) => all.counts.stripe },
  { group: "Stripe", key: "e", path: "events", title: "Stripe events", count: (all) => all.counts.events },
  { group: "Machine", key: "l", path: "functions", title: "Functions", count: (all) => all.alarms, isBad: true },
  { group: "Machine", key: "c", path: "clock", title: "Clock", count: () => null },
  { group: "Machine", key: "u", path: "faults", title: "Faults", count: (all) => all.faults, isBad: true },
  { group: "Machine", key: "n", path: "snapshots", title: "Snapshots", count: (all) => all.snapshots },
];

export const pathOf = (place) => (place.path ? `/console/${place.path}` : "/console");
