/** Who may speak to the app. */
import { describe, expect, test } from 'vitest';
import { isTrustedSender, originOf } from '../../../electron/surfaces/ipc/trusted-sender.ts';

const origins = ['tooltray://app'];

describe('T34 trusted sender', () => {
  const accepted = ['tooltray://app/', 'tooltray://app/index.html', 'tooltray://app/index.html#/approvals'];
  test.each(accepted)('accepts our own page at %s', (url) => {
    expect(isTrustedSender({ url, parent: null }, origins)).toBe(true);
  });

  const refused = [
    'https://app/',
    'tooltray://other/',
    'tooltray://app.evil/',
    'tooltray://evil@app.evil/',
    'tooltray://app:1/',
    'file:///app/index.html',
    'data:text/html,tooltray://app/',
    'about:blank',
    'about:srcdoc',
    '',
    'tooltray:',
    'tooltray:app',
    'javascript:tooltray://app',
    'http://127.0.0.1:5179/',
  ];
  test.each(refused)('refuses a page at "%s"', (url) => {
    expect(isTrustedSender({ url, parent: null }, origins)).toBe(false);
  });

  test('refuses a frame inside our page, whatever its address', () => {
    expect(isTrustedSender({ url: 'tooltray://app/', parent: { url: 'tooltray://app/' } }, origins)).toBe(false);
  });

  test('refuses a frame that is gone', () => {
    expect(isTrustedSender(null, origins)).toBe(false);
    expect(isTrustedSender(undefined, origins)).toBe(false);
  });

  test('accepts the dev server only where it is named', () => {
    expect(isTrustedSender({ url: 'http://127.0.0.1:5179/', parent: null }, [...origins, 'http://127.0.0.1:5179'])).toBe(true);
  });

  test('an origin is scheme, host and port', () => {
    expect(originOf('tooltray://app/x?y#z')).toBe('tooltray://app');
    expect(originOf('http://127.0.0.1:5179/a')).toBe('http://127.0.0.1:5179');
    expect(originOf('not an address')).toBeNull();
  });
});
