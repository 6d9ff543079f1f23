/** One visible line about set-up work; on stderr, so that piped output stays clean. */
export function say(message) {
  process.stderr.write(`[tooltray] ${message}\n`);
}
