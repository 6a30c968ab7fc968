// Before anything is painted: the colours somebody has chosen here, else those of the machine.
const chosen = localStorage.getItem("console.theme");
if (chosen) document.documentElement.dataset.theme = chosen;
