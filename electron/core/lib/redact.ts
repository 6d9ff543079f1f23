/** Takes known secret values out of text, also where they were encoded on the way. */

const mask = '[redacted]';
/** Shorter values are words and numbers; taking them out would shred every text and protect nothing. */
const secretLengthMin = 6;
/** Shorter pieces of an encoded value appear by chance. */
const encodedLengthMin = 8;

/** What any base64 text that contains these bytes must contain, for each of the three places where they can start in a group. */
function base64Forms(value: string): readonly string[] {
  const bytes = [...new TextEncoder().encode(value)];
  return [0, 1, 2].flatMap((shift) => {
    const padded = [...Array<number>(shift).fill(0), ...bytes];
    const encoded = btoa(padded.map((byte) => String.fromCharCode(byte)).join(''));
    // Letters that also hold bits of a neighbour are not certain.
    const certain = encoded.slice(Math.ceil((shift * 8) / 6), Math.floor((padded.length * 8) / 6));
    return [certain, certain.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function urlForm(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    // Half a surrogate pair has no such form.
    return value;
  }
}

function formsOf(secret: string): readonly string[] {
  // Logs come line by line, so each long line of a key file counts by itself.
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= encodedLengthMin);
  const encoded = [urlForm(secret), JSON.stringify(secret).slice(1, -1), ...base64Forms(secret)];
  return [secret, ...lines, ...encoded.filter((form) => form.length >= encodedLengthMin)];
}

/** Makes a function that replaces every given value, plain, URL-encoded, JSON-escaped or in base64, by `[redacted]`. */
export function createRedaction(secrets: Iterable<string>): (text: string) => string {
  const forms = new Set([...secrets].filter((secret) => secret.trim().length >= secretLengthMin).flatMap(formsOf));
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, form) => (rest.includes(form) ? rest.replaceAll(form, mask) : rest), text);
}
