/** Known secrets do not come through, however they were encoded. */
import { describe, expect, test } from 'vitest';
import { createRedaction } from '../../../electron/core/lib/redact.ts';

const secret = 'sk-Tö$t/+value="9';

describe('T26 a secret is taken out', () => {
  const forms: readonly (readonly [string, string])[] = [
    ['plain', secret],
    ['in an address', encodeURIComponent(secret)],
    ['in JSON', JSON.stringify({ key: secret })],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 for addresses', Buffer.from(secret).toString('base64url')],
    ['in Basic credentials', Buffer.from(`user:${secret}`).toString('base64')],
    ['in Basic credentials at another place', Buffer.from(`us:${secret}:x`).toString('base64')],
    ['in Basic credentials at the third place', Buffer.from(`u:${secret}xyz`).toString('base64')],
  ];
  test.each(forms)('%s', (_name, text) => {
    const redacted = createRedaction(['other-secret', secret])(`before ${text} after ${text}`);
    expect(redacted).toMatch(/^before .*\[redacted\].* after .*\[redacted\].*$/);
    for (const [, form] of forms) expect(redacted).not.toContain(form);
    expect(redacted).not.toContain(secret.slice(4, 12));
  });
});

test('T26 each line of a key file counts, the longest secret first, and short values are left alone', () => {
  const pem = '-----BEGIN KEY-----\nMIIabcdefgh\nqrstuvwxyz12\n-----END KEY-----';
  const redact = createRedaction([pem, 'abcdef', 'abcdef-longer', '1', '     ', '']);
  expect(redact('line MIIabcdefgh')).toBe('line [redacted]');
  expect(redact('abcdef-longer and abcdef')).toBe('[redacted] and [redacted]');
  expect(redact('1 of     1')).toBe('1 of     1');
  expect(createRedaction([])('text')).toBe('text');
  expect(createRedaction(['$&$&$&'])('a$&$&$&b')).toBe('a[redacted]b');
});
