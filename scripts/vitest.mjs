/** Runs vitest. It is written for Node 22; on Node 20 it lacks these, among others when it wants to print a failure. */
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

function groupBy(items, keyOf) {
  const groups = new Map();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

Map.groupBy ??= groupBy;
Object.groupBy ??= (items, keyOf) => Object.fromEntries(groupBy(items, keyOf));

Promise.withResolvers ??= () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

const program = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../node_modules/vitest/vitest.mjs');
process.argv[1] = program;
await import(pathToFileURL(program).href);
