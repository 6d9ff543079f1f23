// Writes the time and a number to stdout whenever the file named on its command line changes.
import { statSync } from 'node:fs';

const [file] = process.argv.slice(2);
const look = () => statSync(file, { bigint: true, throwIfNoEntry: false })?.size ?? 0n;
let seen = look();
let number = 0;
setInterval(() => {
  const now = look();
  if (now === seen) return;
  seen = now;
  number += 1;
  process.stdout.write(`${Date.now()} ${number}\n`);
}, 25);
