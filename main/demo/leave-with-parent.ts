/**
 * Loaded first into the demo's children that know nothing of a demo (the center): when the demo is gone, however it
 * went, they stop as if asked to, and don't take forever about it.
 */
const LEAVE_MS_MAX = 5_000;

process.on('disconnect', () => {
  setTimeout(() => process.exit(1), LEAVE_MS_MAX).unref();
  process.kill(process.pid, 'SIGTERM');
});
// Listening keeps the channel, and with it the process, alive; the process has reasons of its own to be.
process.channel?.unref();
