/** F62: who holds a home's app, over real sockets; whole apps are in test/e2e/instances.test.ts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { holdName, instanceName, type Wish } from '../../../electron/surfaces/shell/instance.ts';
import { waitFor } from '../../helpers/wait-for.ts';

let names = 0;
const freshName = (): string => instanceName(`/nowhere/${process.pid}/${names++}`);
const nobody = (): void => {
  throw new Error('nobody may be told');
};

describe('F62 the name of a home', () => {
  test('F62 is held by the first, who is told what each later one wants', async () => {
    const name = freshName();
    const wishes: Wish[] = [];
    expect(await holdName(name, { hidden: false }, (wish) => wishes.push(wish))).toBe(true);
    expect(await holdName(name, { hidden: false }, nobody)).toBe(false);
    expect(await holdName(name, { hidden: true }, nobody)).toBe(false);
    await waitFor(() => wishes.length === 2);
    expect(wishes).toEqual([{ hidden: false }, { hidden: true }]);
  });

  test('F62 of fifty at once one gets it, and it is told by all others', async () => {
    const name = freshName();
    let told = 0;
    const held = await Promise.all(Array.from({ length: 50 }, () => holdName(name, { hidden: false }, () => (told += 1))));
    expect(held.filter(Boolean)).toHaveLength(1);
    expect(held.filter((one) => one === false)).toHaveLength(49);
    await waitFor(() => told === 49);
  });

  test('F62 is free again when its holder was killed', async () => {
    const name = freshName();
    const program = `require('node:net').createServer(() => {}).listen('\\0' + process.env.NAME, () => console.log('held'))`;
    const holder = spawn(process.execPath, ['-e', program], {
      env: { ...process.env, NAME: name.slice(1) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    expect(await holdName(name, { hidden: true }, nobody)).toBe(false);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await holdName(name, { hidden: true }, nobody)).toBe(true);
  });

  test('F62 a holder that is sent nonsense, or nothing, opens a window at most', async () => {
    const name = freshName();
    const wishes: Wish[] = [];
    await holdName(name, { hidden: false }, (wish) => wishes.push(wish));
    for (const text of ['', 'x'.repeat(1_000_000), '{"hidden": true}']) {
      const socket = connect(name);
      socket.on('error', () => {});
      socket.end(text);
      await once(socket, 'close');
    }
    await waitFor(() => wishes.length === 3);
    expect(wishes.every((wish) => !wish.hidden)).toBe(true);
  });

  test('is another one for every home, however the path is written', () => {
    expect(instanceName('/home/ada/.tooltray')).toBe(instanceName('/home/ada/x/../.tooltray/'));
    expect(instanceName('/home/ada/.tooltray')).not.toBe(instanceName('/home/ada/.tooltray2'));
  });
});
