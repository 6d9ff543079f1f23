/** What the page's address can reach. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileOfAddress, pageResponse } from '../../../electron/surfaces/shell/page-files.ts';
import { contentPolicy, isAllowed } from '../../../electron/surfaces/shell/page-policy.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

describe('T33 addresses of the page', () => {
  const inside: readonly [string, string][] = [
    ['tooltray://app/', '/dist/renderer/index.html'],
    ['tooltray://app/index.html?x#/approvals', '/dist/renderer/index.html'],
    ['tooltray://app/assets/index-1.js', '/dist/renderer/assets/index-1.js'],
    ['tooltray://app/assets/../index.html', '/dist/renderer/index.html'],
  ];
  test.each(inside)('%s is %s', (address, file) => {
    expect(fileOfAddress(address, '/dist/renderer')).toBe(file);
  });

  const outside = [
    'tooltray://app/../main/main.cjs',
    'tooltray://app/%2e%2e/main/main.js',
    'tooltray://app/..%2f..%2f..%2fetc/passwd.html',
    'tooltray://app/%2e%2e%2fmain%2fmain.js',
    'tooltray://app/..%5c..%5csecret.html',
    'tooltray://app/assets/a.html%00.js',
    'tooltray://app/%E0%A4%A.js',
    'tooltray://app/settings.json',
    'tooltray://app/token',
    'tooltray://other/index.html',
    'file:///etc/passwd',
    'nonsense',
  ];
  test.each(outside)('%s reaches nothing outside the page', (address) => {
    const file = fileOfAddress(address, '/dist/renderer');
    expect(file === null || file.startsWith('/dist/renderer/')).toBe(true);
    expect(file ?? '').not.toMatch(/passwd|secret|settings|token/);
  });

  test('the page comes with a policy and a fresh number for its own styles', async () => {
    const folder = tempFolder();
    mkdirSync(path.join(folder, 'assets'));
    writeFileSync(path.join(folder, 'index.html'), '<meta name="style-nonce" content="__STYLE_NONCE__">');
    const ask = () => pageResponse({ url: 'tooltray://app/', method: 'GET' }, folder);
    const [first, second] = [await ask(), await ask()];
    const nonce = /content="([^"]+)"/.exec(await first.text())?.[1] ?? '';
    expect(first.headers.get('Content-Security-Policy')).toBe(contentPolicy(nonce));
    expect(await second.text()).not.toContain(nonce);
  });

  test('the policy allows no inline script, no eval and nothing from elsewhere', () => {
    const policy = contentPolicy('abc');
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
  });

  test('anything but reading is answered with nothing', async () => {
    const answer = await pageResponse({ url: 'tooltray://app/', method: 'POST' }, tempFolder());
    expect(answer.status).toBe(404);
  });
});

describe('T33 requests of the page', () => {
  test.each(['tooltray://app/x.js', 'data:image/png;base64,AA'])('%s is let through', (address) => {
    expect(isAllowed(address, ['tooltray://app'])).toBe(true);
  });
  test.each(['https://example.com/', 'tooltray://application/', 'file:///etc/passwd', 'ws://127.0.0.1:1/', 'tooltray://app.evil/'])(
    '%s is cancelled',
    (address) => {
      expect(isAllowed(address, ['tooltray://app'])).toBe(false);
    },
  );
});
