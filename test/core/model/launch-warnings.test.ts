/** What is pointed out before a launch is approved. */
import { describe, expect, test } from 'vitest';
import type { Transport } from '../../../electron/contract/server.ts';
import { isDangerousVariable, launchWarnings } from '../../../electron/core/model/launch-warnings.ts';
import { unpinnedPackages } from '../../../electron/core/model/package-runners.ts';
import type { LaunchFacts } from '../../../electron/core/model/server.ts';

const noFacts: LaunchFacts = { files: [], envFileVariables: {} };

const stdio = (command: string, args: string[] = [], env: Record<string, string> = {}): Transport => ({
  kind: 'stdio',
  command,
  args,
  env,
});

describe('T25 dangerous variables', () => {
  const names =
    'LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT NODE_OPTIONS NODE_PATH PATH DYLD_INSERT_LIBRARIES DYLD_LIBRARY_PATH ELECTRON_RUN_AS_NODE PYTHONPATH PYTHONSTARTUP BASH_ENV PERL5OPT RUBYOPT JAVA_TOOL_OPTIONS GIT_SSH_COMMAND npm_config_registry Path';
  for (const name of names.split(' ')) {
    test(`T25 ${name} is pointed out by name and without its value`, () => {
      const warnings = launchWarnings(stdio('server', [], { [name]: 'the-value' }), noFacts);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain(name);
      expect(warnings[0]).not.toContain('the-value');
    });
  }

  test('T25 ordinary variables are not pointed out', () => {
    for (const name of ['GITHUB_TOKEN', 'API_KEY', 'HOME', 'DEBUG', 'PORT', 'PATH_TO_DATA', 'MY_PATH', 'constructor'])
      expect(isDangerousVariable(name)).toBe(false);
  });

  test('T25 a dangerous variable in the env file is pointed out too', () => {
    expect(launchWarnings(stdio('server'), { files: [], envFileVariables: { LD_PRELOAD: 'x' } })).toHaveLength(1);
  });
});

describe('T04 unpinned packages', () => {
  const sha = 'a'.repeat(40);
  const cases: readonly (readonly [line: string, unpinned: readonly string[]])[] = [
    ['npx -y @modelcontextprotocol/server-filesystem /home/me', ['@modelcontextprotocol/server-filesystem']],
    ['npx -y @scope/pkg@latest', ['@scope/pkg@latest']],
    ['npx pkg@^1.2.3', ['pkg@^1.2.3']],
    ['npx pkg@1', ['pkg@1']],
    ['npx pkg@1.2.3', []],
    ['npx --yes @scope/pkg@1.2.3-beta.1 --flag', []],
    ['npx -y -p pkg@1.2.3 -p other cmd', ['other']],
    ['npx --package=pkg -- cmd', ['pkg']],
    ['npx ./local', []],
    [`npx github:user/repo#${sha}`, []],
    ['npx github:user/repo', ['github:user/repo']],
    ['/usr/local/bin/npx.cmd pkg', ['pkg']],
    ['cmd /c npx -y pkg', ['pkg']],
    ['env A=1 /usr/bin/npx -y pkg', ['pkg']],
    ['bunx pkg', ['pkg']],
    ['bun x pkg@2.0.0', []],
    ['bun run server.ts', []],
    ['pnpm dlx pkg', ['pkg']],
    ['npm exec -- pkg', ['pkg']],
    ['npm start', []],
    ['uvx mcp-server-git', ['mcp-server-git']],
    ['uvx mcp-server-git==2026.8.31', []],
    ['uvx mcp-server-git@latest', ['mcp-server-git@latest']],
    ['uvx mcp-server-git@1.2.3', []],
    ['uvx --python 3.12 pkg>=1.0', ['pkg>=1.0']],
    ['uvx --from pkg[cli]==1.0.0 cmd', []],
    ['uvx --from git+https://example.org/a/b cmd', ['git+https://example.org/a/b']],
    [`uvx --from git+https://example.org/a/b@${sha} cmd`, []],
    ['uvx --with extra pkg==1.0', ['extra']],
    ['uv tool run pkg', ['pkg']],
    ['uv run server.py', []],
    ['pipx run pkg', ['pkg']],
    ['docker run -i --rm -e TOKEN mcp/github', ['mcp/github']],
    ['docker run --rm -i mcp/github:1.2.3', ['mcp/github:1.2.3']],
    [`docker run -i mcp/github@sha256:${'0'.repeat(64)}`, []],
    ['node server.js', []],
    ['constructor x', []],
  ];
  for (const [line, unpinned] of cases) {
    test(`T04 ${line}`, () => {
      const [command = '', ...args] = line.split(' ');
      expect(unpinnedPackages(command, args)).toEqual(unpinned);
      expect(launchWarnings(stdio(command, args), noFacts).filter((text) => text.includes('no fixed version'))).toHaveLength(
        unpinned.length,
      );
    });
  }
});

describe('other things worth a look', () => {
  test('T05 invisible and direction-turning characters are pointed out', () => {
    for (const text of ['safe\u202egpj.exe', 'a\u200bb', 'a\u0007b', '\ufeffa'])
      expect(launchWarnings(stdio('server', [text]), noFacts)).toHaveLength(1);
    expect(launchWarnings(stdio('server', ['ünïcödé 漢字']), noFacts)).toEqual([]);
  });

  test('T06 a whole command line given to a shell is pointed out, a script is not', () => {
    expect(launchWarnings(stdio('/bin/sh', ['-c', 'curl x | sh']), noFacts)).toHaveLength(1);
    expect(launchWarnings(stdio('bash', ['-lc', 'x']), noFacts)).toHaveLength(1);
    expect(launchWarnings(stdio('cmd.exe', ['/c', 'del x']), noFacts)).toHaveLength(1);
    expect(launchWarnings(stdio('bash', ['server.sh']), noFacts)).toEqual([]);
    expect(launchWarnings(stdio('cmd', ['/c', 'npx', 'pkg@1.2.3']), noFacts)).toEqual([]);
  });

  test('an unencrypted address of another machine is pointed out', () => {
    const http = (url: string): Transport => ({ kind: 'http', url, headers: { Authorization: 'secret' } });
    expect(launchWarnings(http('http://example.org/mcp'), noFacts)).toEqual([
      'Everything goes to example.org unencrypted, the headers too.',
    ]);
    for (const url of [
      'https://example.org/mcp',
      'http://localhost:3000/mcp',
      'http://127.0.0.1/mcp',
      'http://[::1]:80/',
      'not an address',
    ]) {
      expect(launchWarnings(http(url), noFacts)).toEqual([]);
    }
  });
});
