/** Reads one list of a server to its last page, every item word for word. */
import { type Client, ProtocolError, SdkError, SdkErrorCode, type StandardSchemaV1 } from '@modelcontextprotocol/client';
import type { CapabilityKind, ListedItem } from '../../contract/capability.ts';
import type { Problem } from '../../contract/problem.ts';
import { oneLine } from './wire.ts';

/** Accepts any result as it is (the SDK has made sure that it is an object): a schema that knows fields would drop or refuse what it does not know. */
export const anyResult: StandardSchemaV1<unknown, Record<string, unknown>> = {
  '~standard': { version: 1, vendor: 'tooltray', validate: (value) => ({ value: value as Record<string, unknown> }) },
};

const methods: Readonly<Record<CapabilityKind, string>> = {
  tools: 'tools/list',
  prompts: 'prompts/list',
  resources: 'resources/list',
  resourceTemplates: 'resources/templates/list',
};

/** What a healthy server answers in milliseconds. */
export const listPageMs = 30_000;
/** The largest real list known has 401 items; these only end what would never end. */
const pagesMax = 1_000;
const itemsMax = 100_000;
const methodNotFound = -32601;

/** A resource without a name is called by its address; an item without either cannot be named anywhere and is left out. */
function namedItem(item: unknown): readonly ListedItem[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
  const fields = item as Record<string, unknown>;
  if (typeof fields.name === 'string') return [fields as ListedItem];
  const address = fields.uri ?? fields.uriTemplate;
  return typeof address === 'string' ? [{ ...fields, name: address }] : [];
}

const endless = (method: string, why: string): Problem => ({
  code: 'list-endless',
  message: `The server's ${method} never ends: ${why}.`,
  hint: 'Tell the makers of the server; the items known before are kept.',
});

function explainFailure(error: unknown, method: string, explain: (error: unknown, doing: string) => Problem): Problem {
  if (error instanceof ProtocolError) {
    return {
      code: 'list-failed',
      message: `The server refused ${method}: ${oneLine(error.message)}`,
      hint: 'The items known before are kept; it is asked again by itself.',
    };
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) {
    return {
      code: 'list-failed',
      message: `The server did not answer ${method} within ${listPageMs / 1_000} s.`,
      hint: 'The items known before are kept; it is asked again by itself.',
    };
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.ConnectionClosed) {
    return { code: 'connection-lost', message: `The server ended while it was asked for ${method}.` };
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.InvalidResult)
    return { code: 'list-failed', message: `The server gave no list for ${method}.` };
  return explain(error, `answer ${method}`);
}

export interface ListOptions {
  readonly signal: AbortSignal;
  /** For failures that only the wire can explain. */
  readonly explain: (error: unknown, doing: string) => Problem;
}

/**
 * Gives all items of one kind; a server that does not know the method has none.
 *
 * A list that is not read to its end is a problem, never a shorter list.
 */
export async function listAll(client: Client, capability: CapabilityKind, options: ListOptions): Promise<readonly ListedItem[] | Problem> {
  const method = methods[capability];
  const items: ListedItem[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  try {
    for (let page = 0; page < pagesMax; page += 1) {
      const params = cursor === undefined ? {} : { cursor };
      const result: Record<string, unknown> = await client.request({ method, params }, anyResult, {
        signal: options.signal,
        timeout: listPageMs,
      });
      const found = result[capability];
      if (!Array.isArray(found)) return { code: 'list-failed', message: `The server gave no list for ${method}.` };
      for (const item of found) items.push(...namedItem(item));
      if (items.length > itemsMax) return endless(method, `it gave more than ${itemsMax.toLocaleString('en')} items`);
      if (typeof result.nextCursor !== 'string') return items;
      cursor = result.nextCursor;
      if (cursors.has(cursor)) return endless(method, 'it gave the same page mark twice');
      cursors.add(cursor);
    }
    return endless(method, `it gave more than ${pagesMax.toLocaleString('en')} pages`);
  } catch (error) {
    if (options.signal.aborted) return { code: 'list-failed', message: `Reading ${method} was given up.` };
    if (error instanceof ProtocolError && error.code === methodNotFound) return [];
    return explainFailure(error, method, options.explain);
  }
}
