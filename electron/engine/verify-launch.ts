/** Looks once more at the files behind a launch, right before it is started: what was approved is what runs. */
import type { Problem } from '../contract/problem.ts';
import { launchHash } from '../core/model/launch-hash.ts';
import type { ServerDefinition } from '../core/model/server.ts';
import type { LaunchInspection } from '../core/ports.ts';

/** null when the launch is still the one in force; else why it must not start. */
export async function verifyLaunch(launch: LaunchInspection, definition: ServerDefinition): Promise<Problem | null> {
  const { transport } = definition;
  if (transport.kind !== 'stdio') return null;
  const facts = await launch.inspect(transport);
  if (transport.envFile !== undefined && !facts.files.some((file) => file.role === 'envFile')) {
    return {
      code: 'env-file-missing',
      message: `The env file ${transport.envFile} is not there.`,
      hint: 'Create it, or take "envFile" out of the entry.',
      where: { path: transport.envFile },
    };
  }
  if (launchHash(transport, facts, launch.digest) === definition.launchHash) return null;
  return { code: 'source-changed', message: 'A file behind its launch has changed.', hint: 'Look at the new launch and approve it.' };
}
