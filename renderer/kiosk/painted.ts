/**
 * Resolves once a frame was painted. A page that nobody can see paints nothing and is well all the same (the demo's
 * window, minimised); a terminal's page is never hidden.
 */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      document.removeEventListener('visibilitychange', hidden);
      resolve();
    };
    const hidden = (): void => {
      if (document.hidden) done();
    };
    document.addEventListener('visibilitychange', hidden);
    requestAnimationFrame(done);
    hidden();
  });
}
