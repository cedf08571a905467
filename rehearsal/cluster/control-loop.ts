export interface ControlLoop {
  readonly stop: () => void;
}

/**
 * Looks again and again at what there is and does what is to be done, one look at a time. A look may fail: an API server
 * that is going says so, and the next look sees what is there then.
 */
export function controlLoop(everyMilliseconds: number, look: () => Promise<void>): ControlLoop {
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look()
      .catch(() => {})
      .finally(() => (looking = false));
  }, everyMilliseconds);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
