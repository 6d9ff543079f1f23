/** Watches the paths of its command line (after the time between two tries) and prints what it is told; takes orders on stdin. */
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createWatch } from '../../../electron/effects/watch/watch-paths.ts';

const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

const watching = createWatch({ retryMs: Number(process.argv[2]) }).watch(
  (path) => say({ told: path }),
  (report) => say({ report }),
);
watching.set(process.argv.slice(3));

createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line) as { file?: string; value?: number; cpu?: boolean };
  if (order.file !== undefined) writeFileSync(order.file, String(order.value));
  if (order.cpu === true) {
    const used = process.cpuUsage();
    say({ cpuMs: (used.user + used.system) / 1_000 });
  }
});
