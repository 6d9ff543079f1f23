/** Starts the API of a running engine and tells this person's other programs where it is. */
import type { Problem } from '../../contract/problem.ts';
import type { Engine } from '../../engine/engine.ts';
import { type ApiFile, removeApiFile, writeApiFile } from '../http/api-file.ts';
import { type Listening, listenLoopback } from '../http/listen.ts';
import { callerCheck, removeTokens, rotateTokens, type Tokens } from '../http/tokens.ts';
import { apiAnswers, healthPath } from './routes.ts';

export interface ApiOptions {
  readonly engine: Engine;
  readonly home: string;
  /** Wanted port; the next free one when it is taken. */
  readonly port: number;
  readonly version: string;
}

export interface StartedApi {
  /** 0 when it could not be started. */
  readonly port: number;
  /** Why there is no API; the engine works without it. */
  readonly problem: Problem | null;
  /** Ends it and removes what told others about it. */
  close(): Promise<void>;
}

/** Listens on loopback, then writes the keys and `api.json`: whoever finds the file can connect. Never rejects. */
export async function startApi({ engine, home, port }: ApiOptions): Promise<StartedApi> {
  let listening: Listening | null = null;
  try {
    const tokens = rotateTokens(home);
    listening = await listenLoopback({
      port,
      check: callerCheck(tokens),
      isOpen: (path) => path === healthPath,
      answer: apiAnswers(engine),
    });
    const file: ApiFile = { port: listening.port, pid: process.pid, startedAt: new Date().toISOString() };
    writeApiFile(home, file);
    return { port: listening.port, problem: null, close: closing(home, listening, tokens, file) };
  } catch (error) {
    await listening?.close();
    const words = error instanceof Error ? error.message : String(error);
    const problem: Problem = {
      code: 'unreachable',
      message: `The API could not be started: ${words}.`,
      hint: 'Other commands cannot reach this engine; check that the home folder can be written.',
    };
    return { port: 0, problem, close: async () => {} };
  }
}

function closing(home: string, listening: Listening, tokens: Tokens, file: ApiFile): () => Promise<void> {
  let closed: Promise<void> | null = null;
  return () => {
    // First the signpost, so that nobody new comes.
    closed ??= Promise.resolve().then(() => {
      removeApiFile(home, file);
      removeTokens(home, tokens);
      return listening.close();
    });
    return closed;
  };
}
