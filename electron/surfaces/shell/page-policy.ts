/** What the page may load and run, as headers and as a check of addresses. */

/** For our page: only its own files, no inline script, styles only with this load's number. */
export const contentPolicy = (styleNonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');

export const pageHeaders = (styleNonce: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': contentPolicy(styleNonce),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
});

/** Our own pages, what they carry in themselves, and the developer tools of a development run. */
export function isAllowed(address: string, allowedOrigins: readonly string[]): boolean {
  if (allowedOrigins.some((origin) => address === origin || address.startsWith(`${origin}/`))) return true;
  return /^(?:data:|devtools:\/\/)/.test(address);
}
