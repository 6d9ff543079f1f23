/** Whether the person has called off exactly the launch that is in force. */
import type { ServerDefinition } from './server.ts';
import type { ServerState } from './state.ts';

/** Its start or reading was called off, and nobody has asked for it since: nothing is tried by itself. */
export const isCalledOff = (server: Pick<ServerState, 'calledOff'>, definition: Pick<ServerDefinition, 'launchHash'>): boolean =>
  server.calledOff !== '' && server.calledOff === definition.launchHash;
