// Instants in the reader's own time zone; the server writes UTC.

export function localiseTimes() {
  for (const time of document.querySelectorAll("time[datetime]")) {
    const instant = new Date(time.dateTime);
    const isToday = instant.toDateString() === new Date().toDateString();
    time.title = instant.toLocaleString("en-GB", { dateStyle: "full", timeStyle: "long" });
    time.textContent = instant.toLocaleString(
      "en-GB",
      isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" },
    );
  }
}
