// The cloud's time as it was told last, and what has passed since.

let told = null;
let heardAt = 0;

export function hear(clock) {
  told = clock;
  heardAt = performance.now();
}

export const cloudNow = () => (told ? Date.parse(told.now) + (performance.now() - heardAt) * told.speed : Date.now());
export const cloudClock = () => told;
