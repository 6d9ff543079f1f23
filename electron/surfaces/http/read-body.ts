/** Reads a JSON body with a bound on its size. */
import type { IncomingMessage } from 'node:http';
import type { Refusal } from './reply.ts';

/** Room for a config file of the largest size we read, and far from hurting. */
export const bodyBytesMax = 4 * 1024 * 1024;

const tooLarge: Refusal = { status: 413, code: 'wrong-input', message: 'the body is larger than 4 MB' };

/** The value of the body, `{}` when it is empty. */
export async function readBody(request: IncomingMessage): Promise<{ readonly value: unknown } | Refusal> {
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) return tooLarge;
  const text = await readText(request);
  if (text === null) return tooLarge;
  if (text.trim() === '') return { value: {} };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { status: 400, code: 'wrong-input', message: 'the body is no valid JSON' };
  }
}

/** The text; null when it grows too large. The rest is then left unread, so that the answer can still be sent. */
function readText(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('error', reject);
    request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= bodyBytesMax) return void parts.push(part);
      request.removeAllListeners('data');
      request.pause();
      resolve(null);
    });
  });
}
