/** Serves the built page at `tooltray://app/`: its own folder, only known kinds of files, each with the page's policy. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pageHeaders } from './page-policy.ts';

export const pageScheme = 'tooltray';
export const pageOrigin = 'tooltray://app';
/** Stands in the page where the number of this load goes, so that styles made by the page are allowed and injected ones are not. */
const noncePlace = '__STYLE_NONCE__';
const nonceBytes = 18;

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** File of an address inside `folder`; null for anything else, so that nothing outside can be reached by any spelling. */
export function fileOfAddress(address: string, folder: string): string | null {
  let url: URL;
  let wanted: string;
  try {
    url = new URL(address);
    wanted = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (url.protocol !== `${pageScheme}:` || url.host !== 'app') return null;
  if (wanted.includes('\0') || wanted.includes('\\')) return null;
  const file = path.resolve(folder, `.${wanted === '/' || wanted === '' ? '/index.html' : wanted}`);
  if (!file.startsWith(`${path.resolve(folder)}${path.sep}`)) return null;
  return kinds[path.extname(file)] === undefined ? null : file;
}

/** Answers one request of the page. */
export async function pageResponse(request: { readonly url: string; readonly method: string }, folder: string): Promise<Response> {
  const nonce = randomBytes(nonceBytes).toString('base64');
  const headers = pageHeaders(nonce);
  const file = request.method === 'GET' ? fileOfAddress(request.url, folder) : null;
  if (file === null) return new Response(null, { status: 404, headers });
  try {
    const content = await readFile(file);
    const kind = kinds[path.extname(file)] ?? 'application/octet-stream';
    const body = kind.startsWith('text/html') ? content.toString('utf8').replaceAll(noncePlace, nonce) : content;
    return new Response(body, { headers: { ...headers, 'Content-Type': kind } });
  } catch {
    return new Response(null, { status: 404, headers });
  }
}
