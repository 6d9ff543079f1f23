/** Which arguments of which commands are code. */
import { describe, expect, test } from 'vitest';
import { type ScriptArguments, scriptArguments } from '../../../electron/core/model/script-arguments.ts';

type Expected = Partial<ScriptArguments>;

const cases: readonly (readonly [line: string, expected: Expected])[] = [
  ['node server.js', { script: ['server.js'] }],
  ['/usr/bin/node --inspect server.js --root /data', { script: ['server.js', '--root', '/data'] }],
  ['node.exe -r ./hook.js --import=./other.mjs server.js', { loaded: ['./hook.js', './other.mjs'], script: ['server.js'] }],
  ['node --env-file .env -- server.js', { script: ['server.js'] }],
  ['node -e code.js', {}],
  ['tsx watch src/index.ts', { script: ['src/index.ts'] }],
  ['bun run server.ts', { script: ['server.ts'] }],
  ['bun --cwd /srv server.ts', { script: ['server.ts'], folder: '/srv' }],
  ['bun x pkg file', {}],
  ['deno run --allow-net -c deno.json server.ts', { script: ['server.ts'] }],
  ['python3.12 -u -W ignore server.py', { script: ['server.py'] }],
  ['python -m module data.csv', {}],
  ['python -um module', {}],
  ['bash -e server.sh', { script: ['server.sh'] }],
  ['bash -lc server.sh', {}],
  ['sh -o pipefail server.sh', { script: ['server.sh'] }],
  ['java -Xmx1g -jar app.jar data', { loaded: ['app.jar'], script: ['data'] }],
  ['php -f server.php', { loaded: ['server.php'] }],
  ['pwsh -File server.ps1', { loaded: ['server.ps1'] }],
  ['dotnet server.dll', { script: ['server.dll'] }],
  ['uv run server.py', { script: ['server.py'] }],
  ['uv --directory /srv run server.py', { script: ['server.py'], folder: '/srv' }],
  ['uv run --directory=/srv --with mcp server.py data.csv', { script: ['server.py'], folder: '/srv' }],
  ['uv run python server.py', { script: ['server.py'] }],
  ['uv run python -m module', { script: ['python'] }],
  ['uv run --with fastmcp fastmcp run server.py:app', { script: ['server.py'] }],
  ['uvx fastmcp run server.py', { script: ['server.py'] }],
  ['npx -y tsx@4.1.0 server.ts', { script: ['server.ts'] }],
  ['npx -y @modelcontextprotocol/server-filesystem /home/me/file.txt', {}],
  ['env -u HOME A=1 node server.js', { script: ['server.js'] }],
  ['cmd /c node server.js', { script: ['server.js'] }],
  ['my-server --db data.db notes.txt', {}],
  ['docker run -v x.js image', {}],
  ['node', {}],
];

describe('script arguments', () => {
  for (const [line, expected] of cases) {
    test(`T03 ${line}`, () => {
      const [command = '', ...args] = line.split(' ');
      expect(scriptArguments(command, args)).toEqual({ loaded: [], script: [], ...expected });
    });
  }
});
