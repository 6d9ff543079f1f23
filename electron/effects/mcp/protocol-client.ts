/** The SDK's client as we use it: declares what a full client can, answers what nobody is there to answer, notices changes. */
import { Client, type ClientOptions, type JsonSchemaValidator, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { CapabilityKind } from '../../contract/capability.ts';

/** The revision of the current era that is asked for where no probing takes place. */
export const modernVersion = '2026-07-28';
/** A silent answer to the probe over HTTP means an old server with a fault; the handshake is tried then. */
export const probeMs = 10_000;

export type Era = 'legacy' | 'modern' | 'either';

const negotiations: Readonly<Record<Era, NonNullable<ClientOptions['versionNegotiation']>>> = {
  legacy: { mode: 'legacy' },
  modern: { mode: { pin: modernVersion } },
  either: { mode: 'auto', probe: { timeoutMs: probeMs } },
};

/** Servers leave out tools for clients that could not serve them, so lists are complete only for a full client. */
const capabilities = { roots: { listChanged: true }, sampling: {}, elicitation: {} };

/** Results are passed through unchecked; the SDK's own validator would only cost memory in every client. */
const noValidation: NonNullable<ClientOptions['jsonSchemaValidator']> = {
  getValidator:
    <T>(): JsonSchemaValidator<T> =>
    (input) => ({ valid: true as const, data: input as T, errorMessage: undefined }),
};

export interface ProtocolClientOptions {
  readonly era: Era;
  readonly clientVersion: string;
  onListChanged(capability: CapabilityKind): void;
}

/** Makes a client that is ready to connect. */
export function createProtocolClient(options: ProtocolClientOptions): Client {
  const client = new Client(
    { name: 'tooltray', title: 'Tooltray', version: options.clientVersion },
    { capabilities, versionNegotiation: negotiations[options.era], jsonSchemaValidator: noValidation },
  );
  client.setRequestHandler('roots/list', () => ({ roots: [] }));
  client.setRequestHandler('sampling/createMessage', () => {
    throw new ProtocolError(ProtocolErrorCode.InternalError, 'No model is attached to this client.');
  });
  client.setRequestHandler('elicitation/create', () => {
    throw new ProtocolError(ProtocolErrorCode.InternalError, 'Nobody is attached to this client who could answer.');
  });
  client.setNotificationHandler('notifications/tools/list_changed', () => options.onListChanged('tools'));
  client.setNotificationHandler('notifications/prompts/list_changed', () => options.onListChanged('prompts'));
  client.setNotificationHandler('notifications/resources/list_changed', () => {
    options.onListChanged('resources');
    options.onListChanged('resourceTemplates');
  });
  return client;
}

/** Kinds that the server has declared; nothing else is asked for. */
export function declaredKinds(client: Client): readonly CapabilityKind[] {
  const declared = client.getServerCapabilities() ?? {};
  return [
    ...(declared.tools ? (['tools'] as const) : []),
    ...(declared.prompts ? (['prompts'] as const) : []),
    ...(declared.resources ? (['resources', 'resourceTemplates'] as const) : []),
  ];
}

/** In the current era changes are told only to who asks to be told; a server that refuses is read at its refresh times. */
export async function listenForChanges(client: Client): Promise<void> {
  if (client.getProtocolEra() !== 'modern') return;
  const declared = client.getServerCapabilities() ?? {};
  const filter = {
    ...(declared.tools?.listChanged && { toolsListChanged: true }),
    ...(declared.prompts?.listChanged && { promptsListChanged: true }),
    ...(declared.resources?.listChanged && { resourcesListChanged: true }),
  };
  if (Object.keys(filter).length > 0) await client.listen(filter).catch(() => undefined);
}
