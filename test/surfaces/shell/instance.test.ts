/** F62: who holds a home's app, over real sockets; whole apps are in test/e2e/instances.test.ts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { asOnlyInstance } from '../../../electron/compose.ts';
import { holdSocket, type Wish } from '../../../electron/surfaces/shell/instance.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';

const nobody = (): void => {
  throw new Error('nobody may be told');
};

function home() {
  const folder = tempFolder();
  const socket = path.join(folder, 'app.sock');
  const exclusive = (work: () => Promise<boolean>) => asOnlyInstance(folder, work);
  return { folder, socket, hold: (wish: Wish, onWish: (wish: Wish) => void) => holdSocket(socket, { exclusive }, wish, onWish) };
}

describe('F62 the app of a home', () => {
  test('F62 is the first, who is told what each later one wants', async () => {
    const { hold } = home();
    const wishes: Wish[] = [];
    expect(await hold({ hidden: false }, (wish) => wishes.push(wish))).toBe(true);
    expect(await hold({ hidden: false }, nobody)).toBe(false);
    expect(await hold({ hidden: true }, nobody)).toBe(false);
    await waitFor(() => wishes.length === 2);
    expect(wishes).toEqual([{ hidden: false }, { hidden: true }]);
  });

  test('F62 of fifty at once one gets it, and it is told by all others', async () => {
    const { hold } = home();
    let told = 0;
    const held = await Promise.all(Array.from({ length: 50 }, () => hold({ hidden: false }, () => (told += 1))));
    expect(held.filter(Boolean)).toHaveLength(1);
    expect(held.filter((one) => one === false)).toHaveLength(49);
    await waitFor(() => told === 49);
  });

  test('F62 is free again when its holder was killed, though the socket is left over', async () => {
    const { hold, socket } = home();
    const program = `require('node:net').createServer(() => {}).listen(process.env.SOCKET, () => console.log('held'))`;
    const holder = spawn(process.execPath, ['-e', program], {
      env: { ...process.env, SOCKET: socket },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    expect(await hold({ hidden: true }, nobody)).toBe(false);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const both = await Promise.all([hold({ hidden: true }, () => {}), hold({ hidden: true }, () => {})]);
    expect(both.sort()).toEqual([false, true]);
  });

  test('F62 a holder that is sent nonsense, or nothing, opens a window at most', async () => {
    const { hold, socket } = home();
    const wishes: Wish[] = [];
    await hold({ hidden: false }, (wish) => wishes.push(wish));
    for (const text of ['', 'x'.repeat(1_000_000), '{"hidden": true}']) {
      const caller = connect(socket);
      caller.on('error', () => {});
      caller.end(text);
      await once(caller, 'close');
    }
    await waitFor(() => wishes.length === 3);
    expect(wishes.every((wish) => !wish.hidden)).toBe(true);
  });

  test('F62 something else in the place of the socket is no holder, and a path that is too long leaves it to the system', async () => {
    const { hold, socket, folder } = home();
    writeFileSync(socket, 'left over');
    expect(await hold({ hidden: true }, nobody)).toBe(true);
    const long = path.join(folder, 'x'.repeat(200));
    expect(await holdSocket(long, { exclusive: (work) => asOnlyInstance(folder, work) }, { hidden: true }, nobody)).toBeNull();
  });
});
