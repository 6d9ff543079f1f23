/** Runs npm with the Node that runs us, so that no second installation is picked from PATH. */
import { spawnSync } from 'node:child_process';

/** Gives `{ status, stdout, stderr }`; throws with npm's own last lines when it failed. */
export function runNpm(args, options = {}) {
  const own = process.env.npm_execpath;
  const viaNode = own !== undefined && /npm-cli\.[cm]?js$/.test(own);
  const [command, all] = viaNode ? [process.execPath, [own, ...args]] : ['npm', args];
  const shell = !viaNode && process.platform === 'win32';
  // A lockfile install prints little; a failing one prints its whole log, hence the room.
  const result = spawnSync(command, all, { encoding: 'utf8', maxBuffer: 1 << 28, shell, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  if (result.status === 0) return result;
  const why = result.error?.message ?? `${result.stderr ?? ''}`.trim().split('\n').slice(-15).join('\n');
  throw new Error(`npm ${args.join(' ')} failed:\n${why}`);
}
